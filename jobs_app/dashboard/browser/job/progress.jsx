import { whole } from "../format/format_number.js";

/**
 * How far a job is: bar and percent, a moving bar for a running job that does not say, only the count for one that has
 * ended and never said, nothing for a waiting one.
 */
export function Progress({ status, percent, processed, total, unit }) {
  const unknown = percent == null;
  const bar = !unknown || status === "running";
  const of = total && !(status === "completed" && processed === total) ? ` of ${whole(total)}` : "";
  const count = processed == null ? "" : `${whole(processed)}${of} ${unit || "items"}`;
  if (status === "queued" || (!bar && !count)) return null;
  return (
    <div className="progress">
      {bar ? <Bar percent={percent} unknown={unknown} /> : <span />}
      <span className="percent">{unknown ? "" : `${Math.floor(percent)}%`}</span>
      {count && <span className="count" title={count} data-testid="item-count">{count}</span>}
    </div>
  );
}

function Bar({ percent, unknown }) {
  const value = unknown ? {} : { "aria-valuenow": Math.floor(percent) };
  return (
    <div className={unknown ? "bar indeterminate" : "bar"} role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-label="Progress" {...value}>
      <div style={unknown ? undefined : { transform: `scaleX(${percent / 100})` }} />
    </div>
  );
}
