import { formatDateTime, formatLongDuration } from "../format/format_time.js";
import { durationsUntil, useTicking } from "../time/server_clock.js";

const FINAL_STATUSES = ["completed", "failed", "cancelled"];

/**
 * @typedef {object} JobTimes
 * @property {number | null} created
 * @property {number | null} started
 * @property {number | null} ended
 * @property {string} status
 */

/**
 * The end of the run so far.
 * @param {JobTimes} job
 * @param {number} now
 */
function runUntil({ ended, status }, now) {
  if (status === "running") return now;
  return ended || null;
}

/**
 * Durations in ms that the job waited and ran; null if unknown.
 * @param {JobTimes} job
 * @param {number} now
 */
function phases(job, now) {
  const { created, started, ended, status } = job;
  const waitUntil = started || (status === "queued" ? now : ended);
  const ranUntil = runUntil(job, now);
  const waited = created && waitUntil ? waitUntil - created : null;
  const ran = started && ranUntil ? ranUntil - started : null;
  return { waited: waited != null && waited >= 0 ? waited : null, ran: ran != null && ran >= 0 ? ran : null };
}

/**
 * @param {JobTimes} job
 * @param {number} now
 */
function timelineText(job, now) {
  const { waited, ran } = phases(job, now);
  const { status, ended } = job;
  return [
    waited != null && `Queued for ${formatLongDuration(waited)}`,
    ran != null && `${status === "running" ? "running" : "ran"} for ${formatLongDuration(ran)}`,
    FINAL_STATUSES.includes(status) && `${status}${ended ? ` at ${formatDateTime(ended)}` : ""}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/**
 * "Queued for 12 s, ran for 3 min 5 s, completed at 2026-11-23 14:03:12", and the same as a bar. A deleted job is shown
 * as of `lastSeen`, else 0.
 * @param {JobTimes & { lastSeen: number }} props
 */
export function Timeline({ lastSeen, ...job }) {
  const now = () => lastSeen || durationsUntil();
  const text = useTicking(() => timelineText(job, now()));
  const { waited, ran } = phases(job, now());
  return (
    <div className="timeline" data-testid="timeline">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <Bar waited={waited ?? 0} ran={ran ?? 0} />
      </svg>
      <span>{text}</span>
    </div>
  );
}

/** @param {{ waited: number, ran: number }} props */
function Bar({ waited, ran }) {
  const share = waited + ran ? (100 * waited) / (waited + ran) : 0;
  const width = waited + ran ? Math.max(waited && 1, Math.min(ran ? 99 : 100, share)) : 0;
  return (
    <>
      <rect className="waited" width={width} height="4" />
      <rect className="ran" x={width} width={ran ? 100 - width : 0} height="4" />
    </>
  );
}
