// Time ranges of days and nights in the time zone of the browser, and their texts. Pure: times in ms since 1970.

import { formatClock, formatDateTime } from "../format/format_time.js";

/** @typedef {[number, number]} Range the start, and the end, which is not part of it */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 8;

/**
 * An hour of the day that is so many days after that of `now`: days are shorter or longer when clocks change.
 * @param {number} now
 * @param {number} days
 * @param {number} hour
 */
function hourOf(now, days, hour) {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour).getTime();
}

/** @type {Record<string, (now: number) => Range>} */
export const PRESETS = {
  Today: (now) => [hourOf(now, 0, 0), hourOf(now, 1, 0)],
  Yesterday: (now) => [hourOf(now, -1, 0), hourOf(now, 0, 0)],
  "Last night": (now) => [hourOf(now, -1, NIGHT_BEGINS), hourOf(now, 0, NIGHT_ENDS)],
};

/** The value of a field of type datetime-local for a time in ISO 8601; "" for none. @param {string} iso */
export function fieldValue(iso) {
  return formatDateTime(Date.parse(iso)).slice(0, 16).replace(" ", "T");
}

/** The time of such a field in ISO 8601 UTC; "" if it is empty. @param {string} value */
export function isoOfField(value) {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** @param {Date} date @param {number} year of the current day, which is not named */
function momentText(date, year) {
  const day = `${MONTHS[date.getMonth()]} ${date.getDate()}${date.getFullYear() === year ? "" : ` ${date.getFullYear()}`}`;
  return `${day}, ${formatClock(date.getTime())}`;
}

/**
 * A range as text: "Nov 30, 22:00 to Dec 1, 08:00", "since Nov 30, 22:00", "until Dec 1, 08:00"; "" for none.
 * @param {string} start in ISO 8601, "" if it is open
 * @param {string} end
 * @param {number} now
 */
export function rangeText(start, end, now) {
  const year = new Date(now).getFullYear();
  const [first, last] = [start, end].map((iso) => (iso ? momentText(new Date(iso), year) : ""));
  if (first && last) return `${first} to ${last}`;
  if (first) return `since ${first}`;
  return last ? `until ${last}` : "";
}
