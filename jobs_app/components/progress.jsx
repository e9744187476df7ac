const whole = (value) => value.toLocaleString("en-US").replaceAll(",", "\u202f");

/** How far a job is: bar and percent, a moving bar for a running job that does not say, nothing for a waiting one. */
export function Progress({ status, percent, processed, total, unit }) {
  const unknown = percent == null;
  if (status === "queued" || (unknown && status !== "running")) return null;
  const of = total && !(status === "completed" && processed === total) ? ` of ${whole(total)}` : "";
  const count = processed == null ? "" : `${whole(processed)}${of} ${unit || "items"}`;
  const value = unknown ? {} : { "aria-valuenow": Math.floor(percent) };
  return (
    <div className="progress">
      <div className={unknown ? "bar indeterminate" : "bar"} role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-label="Progress" {...value}>
        <div style={unknown ? undefined : { transform: `scaleX(${percent / 100})` }} />
      </div>
      <span className="percent">{unknown ? "" : `${Math.floor(percent)}%`}</span>
      {count && <span className="count" title={count} data-testid="item-count">{count}</span>}
    </div>
  );
}
