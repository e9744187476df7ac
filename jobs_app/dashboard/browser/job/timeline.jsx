import { lastKnown, useTicking } from "../time/server_clock.js";
import { exact, spell } from "../format/format_time.js";

const ENDS = { completed: "completed", failed: "failed", cancelled: "cancelled" };

function phases({ created, started, ended, status }, now) {
  const until = started || (status === "queued" ? now : ended);
  const waited = created && until ? until - created : null;
  const ran = started && (ended || status === "running") ? (ended && status !== "running" ? ended : now) - started : null;
  return { waited: waited >= 0 ? waited : null, ran: ran >= 0 ? ran : null };
}

// `lastSeen` is when a job that was deleted was last seen: it is shown as it was then; 0 for one that is there.

/** "Queued for 12 s, ran for 3 min 5 s, completed at 2026-11-23 14:03:12", and the same as a bar. */
export function Timeline({ lastSeen, ...job }) {
  const now = () => lastSeen || lastKnown();
  const words = useTicking(() => {
    const { waited, ran } = phases(job, now());
    const running = job.status === "running";
    return [
      waited != null && `Queued for ${spell(waited)}`,
      ran != null && `${running ? "running" : "ran"} for ${spell(ran)}`,
      ENDS[job.status] && `${ENDS[job.status]}${job.ended ? ` at ${exact(job.ended)}` : ""}`,
    ].filter(Boolean).join(", ");
  });
  const { waited, ran } = phases(job, now());
  return (
    <div className="timeline" data-testid="timeline">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <Bar waited={waited ?? 0} ran={ran ?? 0} />
      </svg>
      <span>{words}</span>
    </div>
  );
}

function Bar({ waited, ran }) {
  const width = waited + ran ? Math.max(waited && 1, Math.min(ran ? 99 : 100, (100 * waited) / (waited + ran))) : 0;
  return <><rect className="waited" width={width} height="4" /><rect className="ran" x={width} width={ran ? 100 - width : 0} height="4" /></>;
}
