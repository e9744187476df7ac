// How times are written. Pure: all times in ms since 1970.
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

/** How long ago something was at a time: "now", "12 s ago"; "in 5 min" for what lies ahead by more than a minute. */
export function ago(at, time) {
  const age = time - at;
  if (age < -MINUTE) return `in ${span(-age)}`;
  return age < SECOND ? "now" : `${span(age)} ago`;
}

/** A length of time in its largest unit: "3 s", "12 min", "5 h", "2 d". */
export function span(ms) {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** A length of time in its two largest units: "12 s", "1 min 20 s", "2 h 5 min", "3 d 4 h". */
export function spell(ms) {
  const [larger, unit, part, small] = ms < MINUTE ? [] : ms < HOUR ? [MINUTE, "min", SECOND, "s"] : ms < DAY ? [HOUR, "h", MINUTE, "min"] : [DAY, "d", HOUR, "h"];
  if (!larger) return span(ms);
  const rest = Math.floor((ms % larger) / part);
  return `${Math.floor(ms / larger)} ${unit}${rest ? ` ${rest} ${small}` : ""}`;
}

/** A duration that one can compare down a column: "0:07", "12:05", "1:02:03", "3 d 04:05". */
export function duration(ms) {
  const seconds = Math.floor(ms / SECOND);
  const two = (value) => String(value).padStart(2, "0");
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days) return `${days} d ${two(hours)}:${two(minutes)}`;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "2026-11-23 14:03:12", in the reader's own time zone. */
export function exact(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const two = (value) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function iso(at) {
  const date = new Date(at);
  return at && !Number.isNaN(date.getTime()) ? date.toISOString() : "";
}
