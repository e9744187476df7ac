// Times and durations as texts. Pure: all times in ms since 1970, all durations in ms.
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} value */
const twoDigits = (value) => String(value).padStart(2, "0");

/**
 * The age of a time: "now", "12 s ago"; "in 5 min" for a time more than a minute in the future.
 * @param {number} at
 * @param {number} now
 */
export function formatAge(at, now) {
  const age = now - at;
  if (age < -MINUTE) return `in ${formatDuration(-age)}`;
  return age < SECOND ? "now" : `${formatDuration(age)} ago`;
}

/**
 * A duration in its largest unit: "3 s", "12 min", "5 h", "2 d".
 * @param {number} ms
 */
export function formatDuration(ms) {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** @param {number} ms @returns {[number, string, number, string]} the two largest units of a duration */
function largestUnits(ms) {
  if (ms < HOUR) return [MINUTE, "min", SECOND, "s"];
  return ms < DAY ? [HOUR, "h", MINUTE, "min"] : [DAY, "d", HOUR, "h"];
}

/**
 * A duration in its two largest units: "12 s", "1 min 20 s", "2 h 5 min", "3 d 4 h".
 * @param {number} ms
 */
export function formatLongDuration(ms) {
  if (ms < MINUTE) return formatDuration(ms);
  const [larger, unit, smaller, smallerUnit] = largestUnits(ms);
  const rest = Math.floor((ms % larger) / smaller);
  return `${Math.floor(ms / larger)} ${unit}${rest ? ` ${rest} ${smallerUnit}` : ""}`;
}

/**
 * A duration for a column, comparable digit by digit: "0:07", "12:05", "1:02:03", "3 d 04:05".
 * @param {number} ms
 */
export function formatClockDuration(ms) {
  const total = Math.floor(ms / SECOND);
  const [days, hours, minutes] = [
    Math.floor(total / 86400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
  ];
  const seconds = twoDigits(total % 60);
  if (days) return `${days} d ${twoDigits(hours)}:${twoDigits(minutes)}`;
  return hours ? `${hours}:${twoDigits(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/**
 * "2026-11-23 14:03:12", in the time zone of the browser; "" for an invalid time.
 * @param {number} at
 */
export function formatDateTime(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}

/**
 * The time of a day: "19:57".
 * @param {number} at
 */
export const formatClock = (at) => formatDateTime(at).slice(11, 16);

/**
 * The time of a day, with the date if that is not today's: "19:57", "2026-11-23 19:57".
 * @param {number} at
 * @param {number} now
 */
export function formatTime(at, now) {
  const text = formatDateTime(at).slice(0, 16);
  return text.slice(0, 10) === formatDateTime(now).slice(0, 10) ? formatClock(at) : text;
}

/**
 * "2026-11-23T14:03:12.000Z"; "" for no time or an invalid one.
 * @param {number} at
 */
export function formatIso(at) {
  const date = new Date(at);
  return at && !Number.isNaN(date.getTime()) ? date.toISOString() : "";
}

/**
 * The same without milliseconds where there are none, as addresses and the marks of pages have it.
 * @param {number} at
 */
export const formatIsoSeconds = (at) => formatIso(at).replace(".000Z", "Z");
