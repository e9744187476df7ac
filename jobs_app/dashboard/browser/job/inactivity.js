// What to say of a running job that shows no activity. Pure: all times in ms since 1970.
import { spell } from "../format/format_time.js";

/**
 * `unresponsiveSince`: the last sign of life; `stalledSince`: since when the job, though alive, has made no progress. Both
 * are null unless that was long before the page was last read: what came since then the page cannot know.
 */
export function inactivity(unresponsiveSince, stalledSince, time) {
  if (unresponsiveSince) return `no sign of life for ${spell(time - unresponsiveSince)}`;
  return stalledSince ? `no progress for ${spell(time - stalledSince)}` : "";
}
