// The window on a long log that the list holds: browsers limit the height of an element. Pure.

export const MAX_LINES = 300_000; // 5.4 million px: at three device px each still half of the browsers' limit
const EDGE_LINES = 1_000;

/** @param {number} line */
const centredOn = (line) => Math.max(0, line - MAX_LINES / 2);

/**
 * The number of lines before the window while `line` is read; `before` is the current one.
 * @param {number} before
 * @param {number} total lines of the log
 * @param {number} line
 */
export function moveWindow(before, total, line) {
  const isAfterStart = !before || line > before + EDGE_LINES;
  const isBeforeEnd = before + MAX_LINES >= total || line <= before + MAX_LINES - EDGE_LINES;
  return before < total && isAfterStart && isBeforeEnd ? before : centredOn(Math.min(line, total));
}

/**
 * The number of lines before the window when the log has grown to `total` lines: at its end the window follows.
 * @param {number} before
 * @param {number} total
 * @param {boolean} atEnd
 */
export const growWindow = (before, total, atEnd) =>
  before >= total || (atEnd && before + MAX_LINES < total) ? centredOn(total) : before;
