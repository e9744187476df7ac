// The figures of the insights as texts, scales and addresses. Pure: times in ms since 1970, durations in ms.
import { formatInteger } from "../format/format_number.js";
import { formatClockDuration, formatDateTime, formatDuration, formatIsoSeconds } from "../format/format_time.js";

/** @typedef {[median: number | null, high: number | null]} Percentiles */
/** @typedef {[completed: number, failed: number, cancelled: number, took: Percentiles, waited: Percentiles]} Bucket */

/**
 * Names in the words of the server.
 * @typedef {object} Group
 * @property {string} name
 * @property {number} ended
 * @property {number} failed
 * @property {Percentiles} took
 * @property {Percentiles} waited
 * @property {string} error
 * @property {number[]} spark
 */

/**
 * @typedef {object} Shown
 * @property {"1h" | "24h" | "7d" | "30d"} since
 * @property {"type" | "worker"} by
 * @property {number} start in seconds
 * @property {number} step in seconds
 * @property {Bucket[]} buckets
 * @property {number | null} ended_before
 * @property {number | null} failed_before
 * @property {Percentiles} took
 * @property {Percentiles} waited
 * @property {Group[]} slowest
 * @property {Group[]} failing
 * @property {number} groups
 * @property {number} sampled
 * @property {number | null} oldest_wait
 */

export const RANGES = { "1h": "1 h", "24h": "24 h", "7d": "7 d", "30d": "30 d" };
export const STEPS = { "1h": "2 min", "24h": "half hour", "7d": "3 h", "30d": "12 h" };
const BEFORE = { "1h": "the hour before", "24h": "the day before", "7d": "", "30d": "" };
const SECOND = 1000;
const LOG_TICKS = [0.1, 1, 10, 60, 600, 3600, 36_000, 4 * 86_400, 40 * 86_400].map((seconds) => seconds * SECOND);
export const ENDED = "completed,failed,cancelled";

/** "0:41" from a minute on, "8 s" below, "–" for none. @param {number | null} ms */
export function formatTook(ms) {
  if (ms === null) return "–";
  return ms < 10 * SECOND ? `${(ms / SECOND).toFixed(ms < SECOND ? 1 : 0)} s` : formatClockDuration(ms);
}

/** "4.1%", "0%", "100%". @param {number} share */
export function formatShare(share) {
  const percent = 100 * share;
  return `${percent.toFixed(1).replace(".0", "")}%`;
}

/** The label of a tick of a scale of durations. @param {number} ms */
export const formatTick = (ms) => (ms < SECOND ? `${ms / SECOND} s` : formatDuration(ms));

/** A moment as labels have it: the time, from a week on the day. @param {number} at @param {Shown["since"]} since */
export function formatMoment(at, since) {
  const text = formatDateTime(at);
  return isLong(since) ? text.slice(5, 16) : text.slice(11, 16);
}

/** Whether times need their day. @param {Shown["since"]} since */
const isLong = (since) => since === "7d" || since === "30d";

/** The same without what two labels of an axis have in common. @param {number} at @param {Shown["since"]} since */
export const formatAxisMoment = (at, since) => formatMoment(at, since).slice(0, 5);

/**
 * The address of a list; empty values are left out.
 * @param {Record<string, string>} filters
 */
export function listOf(filters) {
  const parts = Object.entries(filters).filter(([, value]) => value);
  return `/jobs?${parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`).join("&")}`;
}

/** The list of the jobs of a group. @param {Shown} shown @param {string} name @param {Record<string, string>} filters */
export function groupList({ since, by }, name, filters) {
  /** @type {Record<string, string>} */
  const own = by === "type" ? { type: name } : { q: `worker:${/\s/.test(name) ? `"${name}"` : name}` };
  if (by === "type" && name.includes(",")) return listOf({ q: `type:"${name}"`, ...filters, since });
  return listOf({ ...own, ...filters, since });
}

/** The moments in which some buckets begin and end. @param {Shown} shown @param {number} first @param {number} [last] */
export const momentsOf = ({ start, step }, first, last = first) => ({
  from: (start + first * step) * SECOND,
  to: (start + (last + 1) * step) * SECOND,
});

/** The list of what ended in some buckets. @param {Shown} shown @param {string} status @param {number} first @param {number} last @param {string} [sort] */
export function bucketList(shown, status, first, last, sort = "") {
  const { from, to } = momentsOf(shown, first, last);
  const [start, end] = [from, to].map(formatIsoSeconds);
  return listOf({ status, from: start, to: end, sort });
}

/** @param {Bucket[]} buckets */
export function totalsOf(buckets) {
  const failed = buckets.reduce((sum, bucket) => sum + bucket[1], 0);
  return { ended: buckets.reduce((sum, [completed, bad, cancelled]) => sum + completed + bad + cancelled, 0), failed };
}

/** "4% more than the day before", "" where there is nothing to compare with. @param {Shown} shown */
export function endedChange({ since, buckets, ended_before: before }) {
  if (!before) return "";
  const percent = Math.round((100 * (totalsOf(buckets).ended - before)) / before);
  if (!percent) return `as many as ${BEFORE[since]}`;
  return `${formatInteger(Math.abs(percent))}% ${percent > 0 ? "more" : "fewer"} than ${BEFORE[since]}`;
}

/** How the share of failed jobs changed, in points. @param {Shown} shown @returns {{ text: string, bad: boolean }} */
export function failedChange({ since, buckets, ended_before: before, failed_before: failedBefore }) {
  const { ended, failed } = totalsOf(buckets);
  if (!before || !ended || failedBefore === null) return { text: "", bad: false };
  const points = Math.round(10 * (100 * (failed / ended) - 100 * (failedBefore / before))) / 10;
  if (!points) return { text: `as ${BEFORE[since]}`, bad: false };
  return { text: `${Math.abs(points)} points ${points > 0 ? "more" : "less"} than ${BEFORE[since]}`, bad: points > 0 };
}

/** The share of failed jobs in each bucket and the two before it; null where none ended. @param {Bucket[]} buckets */
export function failureRates(buckets) {
  return buckets.map((_, index) => {
    const { ended, failed } = totalsOf(buckets.slice(Math.max(0, index - 2), index + 1));
    return ended ? failed / ended : null;
  });
}

/** A round number of at least a value, and ticks up to it. @param {number} most */
export function linearTicks(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9)));
  const top = [1, 1.5, 2, 3, 4, 6, 8, 10].map((one) => one * power).find((one) => one >= most) ?? most;
  const parts = [3, 4, 2].find((count) => Number.isInteger(Math.round((1e9 * top) / power) / count / 1e8)) ?? 2;
  return Array.from({ length: parts + 1 }, (_, index) => (top * index) / parts);
}

/** Ticks of a logarithmic scale around some durations. @param {(number | null)[]} values */
export function logTicks(values) {
  const known = values.filter((value) => value !== null);
  const [least, most] = known.length ? [Math.min(...known), Math.max(...known)] : [SECOND, 60 * SECOND];
  const below = LOG_TICKS.findLastIndex((tick) => tick <= least);
  const low = Math.min(Math.max(0, below), LOG_TICKS.length - 2);
  const high = LOG_TICKS.findIndex((tick) => tick >= most);
  const last = high < 0 ? LOG_TICKS.length - 1 : Math.max(high, low + 1);
  return LOG_TICKS.slice(low, last + 1);
}
