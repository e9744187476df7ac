// The overview as numbers and texts. Pure: times in ms since 1970.
import { formatInteger } from "../format/format_number.js";
import { formatClock } from "../format/format_time.js";

export const BUCKET_MS = 30 * 60 * 1000;
export const BUCKETS = 48;

/** @typedef {[completed: number, failed: number, cancelled: number, yesterday: number]} Bar */
/** @typedef {{ completed: number, failed: number, cancelled: number, yesterday: number }} Sums */
/** @typedef {{ first: number, last: number }} BarRange indexes of bars, both included */

/** Two indexes in any order as a range. @param {number} one @param {number} other @returns {BarRange} */
export const rangeOf = (one, other) => ({ first: Math.min(one, other), last: Math.max(one, other) });

/**
 * The moments in which a range of bars begins and ends.
 * @param {number} start of the first bar
 * @param {BarRange} range
 */
export const momentsOf = (start, { first, last }) => ({
  from: start + first * BUCKET_MS,
  to: start + (last + 1) * BUCKET_MS,
});

/** @param {Bar[]} bars @param {BarRange} range @returns {Sums} */
export function sumOf(bars, { first, last }) {
  const sums = { completed: 0, failed: 0, cancelled: 0, yesterday: 0 };
  for (const [completed, failed, cancelled, yesterday] of bars.slice(first, last + 1)) {
    sums.completed += completed;
    sums.failed += failed;
    sums.cancelled += cancelled;
    sums.yesterday += yesterday;
  }
  return sums;
}

/**
 * "22:30 to 23:00: 29 completed, 2 failed, 0 cancelled; yesterday 31".
 * @param {{ from: number, to: number }} moments
 * @param {Sums} sums
 */
export function sentenceOf({ from, to }, { completed, failed, cancelled, yesterday }) {
  const counts = `${formatInteger(completed)} completed, ${formatInteger(failed)} failed`;
  const all = `${counts}, ${formatInteger(cancelled)} cancelled; yesterday ${formatInteger(yesterday)}`;
  return `${formatClock(from)} to ${formatClock(to)}: ${all}`;
}

/**
 * A number against that of yesterday: "8 more than yesterday".
 * @param {number} now
 * @param {number} before
 */
export function changeOf(now, before) {
  if (now === before) return "as many as yesterday";
  return `${formatInteger(Math.abs(now - before))} ${now > before ? "more" : "fewer"} than yesterday`;
}

/**
 * The time of an address, which is ISO 8601 or seconds since 1970; NaN if it is neither.
 * @param {string | null} value
 */
const parseMoment = (value) => (/^\d+$/.test(value ?? "") ? Number(value) * 1000 : Date.parse(value ?? ""));

/**
 * The bars that the range of an address covers; none if it has none, or reaches beyond them.
 * @param {string} query
 * @param {number} start of the first bar
 * @returns {BarRange | null}
 */
export function chosenRange(query, start) {
  const values = new URLSearchParams(query);
  const [from, to] = [parseMoment(values.get("from")), parseMoment(values.get("to"))];
  const first = (from - start) / BUCKET_MS;
  const last = (to - start) / BUCKET_MS - 1;
  const isOnBars = Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last < BUCKETS;
  return isOnBars ? { first, last } : null;
}

/**
 * The heights of the bars and the line of yesterday in pixels: completed and cancelled jobs share a scale, which is
 * that of yesterday too; failed ones have their own, so that one failure and ten differ.
 * @param {Bar[]} bars
 * @param {number} up height of the lane of completed jobs
 * @param {number} down height of the lane of failed ones
 */
export function heightsOf(bars, up, down) {
  const most = Math.max(
    1,
    ...bars.map(([completed, , cancelled, yesterday]) => Math.max(completed + cancelled, yesterday)),
  );
  const mostFailed = Math.max(1, ...bars.map(([, failed]) => failed));
  const perFailure = Math.min(1.5, down / mostFailed);
  /** @param {number} number */
  const upwards = (number) => (number ? Math.max(1, (number / most) * up) : 0);
  return bars.map(([completed, failed, cancelled, yesterday]) => ({
    completed: upwards(completed),
    cancelled: upwards(cancelled),
    failed: failed ? Math.max(1.5, failed * perFailure) : 0,
    yesterday: up - (yesterday / most) * up,
  }));
}
