import { formatInteger } from "../format/format_number.js";
import { formatClock } from "../format/format_time.js";
import { BUCKETS, momentsOf, sumOf } from "./overview_text.js";

/** @param {{ name: string, value: number, kind?: string }} props */
const Line = ({ name, value, kind = "" }) => (
  <>
    <dt className={kind ? `key ${kind}` : "muted"}>{name}</dt>
    <dd className={kind ? "" : "muted"}>{formatInteger(value)}</dd>
  </>
);

/**
 * What the bars of a range count, below them. For the eyes: each bar's name says the same.
 * @param {{ start: number, bars: import("./overview_text.js").Bar[], range: import("./overview_text.js").BarRange }} props
 */
export function OverviewTip({ start, bars, range }) {
  const { from, to } = momentsOf(start, range);
  const { completed, failed, cancelled, yesterday } = sumOf(bars, range);
  const middle = ((range.first + range.last + 1) / 2 / BUCKETS) * 100;
  return (
    <div className="overview-tip" style={{ left: `${middle}%`, translate: `-${middle}%` }} aria-hidden="true">
      <b>
        {formatClock(from)} to {formatClock(to)}
      </b>
      <dl>
        <Line name="completed" value={completed} kind="completed" />
        <Line name="failed" value={failed} kind="failed" />
        {cancelled > 0 && <Line name="cancelled" value={cancelled} kind="cancelled" />}
        <Line name="yesterday" value={yesterday} />
      </dl>
    </div>
  );
}
