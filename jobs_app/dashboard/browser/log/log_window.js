// Which lines of a long log the list holds: browsers cut off a box that is as high as a million lines. Pure.

export const MOST = 300_000; // lines: 5.4 million px, at three device px each still half of what is drawn
const EDGE = 1_000; // lines

const around = (line) => Math.max(0, line - MOST / 2);

/** How many lines of `total` stand before those held while `line` is read; `before` is what it was. */
export function moved(before, total, line) {
  const inside = (!before || line > before + EDGE) && (before + MOST >= total || line <= before + MOST - EDGE);
  return before < total && inside ? before : around(Math.min(line, total));
}

/** The same for a log that has `total` lines now: who is at its end stays there. */
export const grown = (before, total, atEnd) => (before >= total || (atEnd && before + MOST < total) ? around(total) : before);
