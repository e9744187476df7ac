// What to say of a running job that keeps quiet. Pure: all times in ms since 1970.
import { spell } from "./time_words.js";

const MINUTE = 60_000;

/** `sign`: when there last was any sign of life. `moved`: since when the job, though alive, has not come on; else null. */
export function quiet(sign, moved, time) {
  if (sign && time - sign >= MINUTE) return `no sign of life for ${spell(time - sign)}`;
  return moved && time - moved >= MINUTE ? `no progress for ${spell(time - moved)}` : "";
}
