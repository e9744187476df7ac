import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { formatInteger } from "../format/format_number.js";
import {
  bucketList,
  ENDED,
  failureRates,
  formatShare,
  formatTick,
  formatTook,
  linearTicks,
  logTicks,
  STEPS,
} from "./insights_text.js";
import { Panel, Plot, PlotTable } from "./plot.jsx";

/** @typedef {import("./insights_text.js").Shown} Shown */

const HEIGHT = 160;
const AXIS_WIDTH = 52; // as jobs.css has it
const TICK = { fontSize: 12, fill: "var(--chart-muted)" };
const STILL = { isAnimationActive: false, activeDot: false, dot: false, type: /** @type {const} */ ("linear") };

/**
 * Axes and grid around bars or lines.
 * @param {{ data: object[], ticks: number[], format: (value: number) => string, log?: boolean,
 *   children: import("react").ReactNode }} props
 */
const Frame = ({ data, ticks, format, log = false, children }) => (
  <ResponsiveContainer width="100%" height={HEIGHT + 16}>
    <ComposedChart
      data={data}
      margin={{ top: 8, right: 0, bottom: 8, left: 0 }}
      barCategoryGap={1}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
      <XAxis dataKey="index" hide />
      <YAxis
        width={AXIS_WIDTH}
        scale={log ? "log" : "linear"}
        domain={[ticks[0], ticks[ticks.length - 1]]}
        allowDataOverflow
        ticks={ticks}
        interval={0}
        tickFormatter={format}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {children}
    </ComposedChart>
  </ResponsiveContainer>
);

/** @param {{ shown: Shown }} props */
export function Throughput({ shown }) {
  const data = shown.buckets.map(([completed, failed, cancelled], index) => ({ index, completed, failed, cancelled }));
  const most = Math.max(4, ...data.map(({ completed, failed, cancelled }) => completed + failed + cancelled));
  /** @param {number} index */
  const tell = (index) =>
    ["completed", "failed", "cancelled"].map(
      (name, at) => `${formatInteger(Number(shown.buckets[index][at]))} ${name}`,
    );
  const keys = (
    <>
      <span className="key completed">completed</span>
      <span className="key cancelled">cancelled</span>
      <span className="key failed">failed</span>
      <span>per {STEPS[shown.since]}</span>
    </>
  );
  return (
    <Panel title="Throughput" keys={keys}>
      <Plot name="Throughput" shown={shown} tell={tell} list={(index) => bucketList(shown, ENDED, index, index)}>
        <Frame data={data} ticks={linearTicks(most)} format={formatInteger}>
          {["completed", "cancelled", "failed"].map((name) => (
            <Bar
              key={name}
              stackId="ended"
              dataKey={name}
              className={`bar-${name}`}
              fill={`var(--chart-${name})`}
              isAnimationActive={false}
            />
          ))}
        </Frame>
      </Plot>
      <PlotTable
        name="Throughput"
        shown={shown}
        columns={["Completed", "Failed", "Cancelled"]}
        cells={(index) => /** @type {number[]} */ (shown.buckets[index].slice(0, 3))}
      />
    </Panel>
  );
}

/** @param {{ shown: Shown }} props */
export function FailureRate({ shown }) {
  const rates = failureRates(shown.buckets);
  const data = rates.map((rate, index) => ({ index, rate }));
  const most = Math.min(1, Math.max(0.02, ...rates.map((rate) => rate ?? 0)));
  const last = rates[rates.length - 1];
  /** @param {number} index */
  const tell = (index) => [rates[index] === null ? "nothing ended" : `${formatShare(rates[index] ?? 0)} failed`];
  return (
    <Panel
      title="Failure rate"
      keys={
        <>
          {last !== null && <b className="change bad">{formatShare(last)} now</b>}
          <span>share of ended jobs, mean of three bars</span>
        </>
      }
    >
      <Plot
        name="Failure rate"
        shown={shown}
        tell={tell}
        list={(index) => bucketList(shown, "failed", Math.max(0, index - 2), index)}
      >
        <Frame data={data} ticks={linearTicks(most)} format={formatShare}>
          <Line {...STILL} dataKey="rate" stroke="var(--chart-failed)" strokeWidth={1.5} connectNulls />
        </Frame>
      </Plot>
      <PlotTable name="Failure rate" shown={shown} columns={["Failed, share"]} cells={tell} />
    </Panel>
  );
}

/**
 * The median and the 95th percentile over time.
 * @param {{ title: string, shown: Shown, part: 3 | 4, all: import("./insights_text.js").Percentiles, sort: string }} props
 * `part`: which percentiles of a bucket
 */
export function Percentiles({ title, shown, part, all, sort }) {
  const data = shown.buckets.map((bucket, index) => ({ index, median: bucket[part][0], high: bucket[part][1] }));
  const ticks = logTicks([...data.flatMap(({ median, high }) => [median, high]), ...all]);
  const lowest = ticks[0];
  const drawn = data.map(({ index, median, high }) => ({
    index,
    median: median === null ? null : Math.max(lowest, median),
    high: high === null ? null : Math.max(lowest, high),
  }));
  /** @param {number} index */
  const tell = (index) =>
    data[index].median === null
      ? ["nothing known"]
      : [`median ${formatTook(data[index].median)}`, `95th percentile ${formatTook(data[index].high)}`];
  const keys = (
    <>
      <span className="key line dash">95th percentile {formatTook(all[1])}</span>
      <span className="key line">median {formatTook(all[0])}</span>
      <span>log scale</span>
    </>
  );
  return (
    <Panel title={title} keys={keys}>
      <Plot
        name={title}
        shown={shown}
        tell={tell}
        list={(index) => bucketList(shown, part === 3 ? "completed" : ENDED, index, index, sort)}
      >
        <Frame data={drawn} ticks={ticks} format={formatTick} log>
          <Line
            {...STILL}
            dataKey="high"
            stroke="var(--chart-line-2)"
            strokeWidth={1.25}
            strokeDasharray="4 3"
            connectNulls
          />
          <Line {...STILL} dataKey="median" stroke="var(--chart-line)" strokeWidth={1.5} connectNulls />
        </Frame>
      </Plot>
      <PlotTable
        name={title}
        shown={shown}
        columns={["Median", "95th percentile"]}
        cells={(index) => [formatTook(data[index].median), formatTook(data[index].high)]}
      />
    </Panel>
  );
}
