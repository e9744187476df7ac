import { lastKnown, now, useTicking } from "./server_clock.js";
import { ago, duration, exact, iso } from "../format/format_time.js";

/** How long ago, with the exact moment on hover. */
export function Ago({ at }) {
  const text = useTicking(() => (at ? ago(at, now()) : ""));
  if (!at) return <span className="none">–</span>;
  return <time dateTime={iso(at)} title={`${exact(at)} (${iso(at).replace("T", " ").slice(0, 19)} UTC)`}>{text}</time>;
}

/** How long ago, and the exact moment. */
export const Moment = ({ at }) => <><Ago at={at} />{at ? <small className="exact">{exact(at)}</small> : null}</>;

/** How long a job ran or has been running; only the latter ticks, unless the job was deleted and `lastSeen` then. */
export function Duration({ started, ended, running, lastSeen }) {
  const text = useTicking(() => {
    if (started == null || (!ended && !running)) return "";
    const ms = (running ? lastSeen || lastKnown() : ended) - started;
    return ms < 0 && !running ? "" : duration(Math.max(0, ms));
  });
  return text ? <span>{text}</span> : <span className="none">–</span>;
}
