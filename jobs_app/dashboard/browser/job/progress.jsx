import { formatInteger } from "../format/format_number.js";

/**
 * @typedef {object} ProgressProps
 * @property {string} status
 * @property {number | null} percent 0 to 100
 * @property {number | null} processed
 * @property {number | null} total
 * @property {string} unit
 */

/**
 * "25 of 100 files"; "" without a count.
 * @param {ProgressProps} props
 */
function itemCount({ status, processed, total, unit }) {
  if (processed == null) return "";
  const of = total && !(status === "completed" && processed === total) ? ` of ${formatInteger(total)}` : "";
  return `${formatInteger(processed)}${of} ${unit || "items"}`;
}

/**
 * The progress of a job: bar and percent; an indeterminate bar for a running job without a percent; only the count
 * for an ended one without; nothing for a queued one.
 * @param {ProgressProps} props
 */
export function Progress(props) {
  const { status, percent } = props;
  const hasBar = percent != null || status === "running";
  const count = itemCount(props);
  if (status === "queued" || (!hasBar && !count)) return null;
  return (
    <div className="progress">
      {hasBar ? <Bar percent={percent} /> : <span />}
      <span className="percent">{percent == null ? "" : `${Math.floor(percent)}%`}</span>
      {count && (
        <span className="count" title={count} data-testid="item-count">
          {count}
        </span>
      )}
    </div>
  );
}

/** @param {{ percent: number | null }} props */
function Bar({ percent }) {
  const value = percent == null ? {} : { "aria-valuenow": Math.floor(percent) };
  return (
    <div
      className={percent == null ? "bar indeterminate" : "bar"}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label="Progress"
      {...value}
    >
      <div style={percent == null ? undefined : { transform: `scaleX(${percent / 100})` }} />
    </div>
  );
}
