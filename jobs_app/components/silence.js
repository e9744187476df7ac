// What to say of a running job that keeps quiet. Pure: all times in ms since 1970.
import { spell } from "./time_words.js";

/**
 * `sign`: when there last was any sign of life; `moved`: since when the job, though alive, has not come on. Both are
 * null unless that was long before the page was last read: what came since then the page cannot know.
 */
export function quiet(sign, moved, time) {
  if (sign) return `no sign of life for ${spell(time - sign)}`;
  return moved ? `no progress for ${spell(time - moved)}` : "";
}
