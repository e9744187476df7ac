import { formatAge, formatClockDuration, formatDateTime, formatIso } from "../format/format_time.js";
import { durationsUntil, serverNow, useTicking } from "./server_clock.js";

/**
 * The age of a time, with the exact time on hover.
 * @param {{ at: number | null }} props
 */
export function Ago({ at }) {
  const text = useTicking(() => (at ? formatAge(at, serverNow()) : ""));
  if (!at) return <span className="no-value">–</span>;
  const utc = formatIso(at).replace("T", " ").slice(0, 19);
  return (
    <time dateTime={formatIso(at)} title={`${formatDateTime(at)} (${utc} UTC)`}>
      {text}
    </time>
  );
}

/**
 * The age of a time, and the exact time.
 * @param {{ at: number | null }} props
 */
export const Moment = ({ at }) => (
  <>
    <Ago at={at} />
    {at ? <small className="exact-time">{formatDateTime(at)}</small> : null}
  </>
);

/**
 * The run time of a job. It ticks while the job runs; that of a deleted job ends at `lastSeen`, else 0.
 * @param {{ started: number | null, ended: number | null, running: boolean, lastSeen: number }} props
 */
export function Duration({ started, ended, running, lastSeen }) {
  const text = useTicking(() => {
    if (started == null || (!ended && !running)) return "";
    const until = running ? lastSeen || durationsUntil() : /** @type {number} */ (ended);
    const ms = until - started;
    return ms < 0 && !running ? "" : formatClockDuration(Math.max(0, ms));
  });
  return text ? <span>{text}</span> : <span className="no-value">–</span>;
}
