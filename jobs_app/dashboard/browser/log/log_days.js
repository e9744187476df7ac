// Where a day begins in a log, in the time zone of the browser. Pure.
import { formatDateTime } from "../format/format_time.js";
import { lineTime } from "./log_prefix.js";

const MAX_LINES_BACK = 200;

/** @param {number} time */
const dayOf = (time) => formatDateTime(time).slice(0, 10);

/**
 * The day that begins at a line, such as "2026-11-23": its own, if that of the last line before it with a time is
 * earlier; else "", also while the lines between are not loaded.
 * @param {number} index
 * @param {(index: number) => string | undefined} textOf the lines by index, undefined while not loaded
 */
export function dayBegun(index, textOf) {
  const time = lineTime(textOf(index) ?? "");
  if (!time) return "";
  for (let before = index - 1; before >= Math.max(0, index - MAX_LINES_BACK); before--) {
    const line = textOf(before);
    if (line === undefined) return "";
    const earlier = lineTime(line);
    if (!earlier) continue;
    const [from, to] = [dayOf(earlier), dayOf(time)];
    return from < to ? to : "";
  }
  return "";
}
