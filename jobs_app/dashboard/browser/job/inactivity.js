// The notice about a running job without activity. Pure: all times in ms since 1970.
import { formatLongDuration } from "../format/format_time.js";

/**
 * Both times are null unless they were long before the page was last read: activity since then is unknown to the page.
 * @param {number | null} unresponsiveSince the last heartbeat
 * @param {number | null} stalledSince the last progress of a job with heartbeats
 * @param {number} now
 */
export function inactivityText(unresponsiveSince, stalledSince, now) {
  if (unresponsiveSince) return `no sign of life for ${formatLongDuration(now - unresponsiveSince)}`;
  return stalledSince ? `no progress for ${formatLongDuration(now - stalledSince)}` : "";
}
