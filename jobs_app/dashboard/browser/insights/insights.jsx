import { useSyncExternalStore } from "react";
import { Link, useLocation } from "react-router";
import { formatInteger } from "../format/format_number.js";
import { formatLongDuration } from "../format/format_time.js";
import { FailureRate, Percentiles, Throughput } from "./charts.jsx";
import { MostFailing, Slowest } from "./groups.jsx";
import {
  ENDED,
  endedChange,
  failedChange,
  formatShare,
  formatTook,
  listOf,
  RANGES,
  totalsOf,
} from "./insights_text.js";

/** @typedef {import("./insights_text.js").Shown} Shown */

const never = () => () => {};

/** What the address asks for; the page is built without one, and React keeps the attributes it was built with. */
function useWanted() {
  const isBuilt = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const { search } = useLocation();
  const values = new URLSearchParams(isBuilt ? "" : search);
  const since = values.get("since") ?? "";
  return { since: since in RANGES ? since : "24h", by: values.get("by") === "worker" ? "worker" : "type" };
}

/** @param {{ since: string, by: string }} view */
function addressOf({ since, by }) {
  const parts = [since !== "24h" && `since=${since}`, by !== "type" && `by=${by}`].filter(Boolean);
  return parts.length ? `?${parts.join("&")}` : "/insights";
}

/**
 * @param {{ label: string, options: Record<string, string>, chosen: string, to: (option: string) => string }} props
 */
const Choice = ({ label, options, chosen, to }) => (
  <nav className="choice" aria-label={label}>
    {Object.entries(options).map(([option, text]) => (
      <Link key={option} to={to(option)} preventScrollReset aria-current={option === chosen ? "true" : undefined}>
        {text}
      </Link>
    ))}
  </nav>
);

/** @param {{ name: string, value: string, small?: string, change: string, kind?: string, list: string }} props */
const Figure = ({ name, value, small = "", change, kind = "", list }) => (
  <Link className="insights-figure" to={list}>
    <span className="name">{name}</span>
    <span className="value">
      {value} {small && <small>{small}</small>}
    </span>
    <span className={`change ${kind}`}>{change}</span>
  </Link>
);

/** @param {{ shown: Shown }} props */
function Figures({ shown }) {
  const { since, took, waited, oldest_wait: oldest } = shown;
  const { ended, failed } = totalsOf(shown.buckets);
  const change = failedChange(shown);
  const long = oldest !== null && waited[0] !== null && oldest > Math.max(300_000, 10 * waited[0]);
  const usual = waited[0] === null ? "" : `usually ${formatTook(waited[0])}`;
  return (
    <section className="insights-figures" aria-label="Figures">
      <Figure
        name="Ended"
        value={formatInteger(ended)}
        change={endedChange(shown)}
        list={listOf({ status: ENDED, since })}
      />
      <Figure
        name="Failed"
        value={formatInteger(failed)}
        small={ended ? formatShare(failed / ended) : ""}
        change={change.text}
        kind={change.bad ? "bad" : ""}
        list={listOf({ status: "failed", since })}
      />
      <Figure
        name="Duration, median"
        value={formatTook(took[0])}
        change={`95th percentile ${formatTook(took[1])}`}
        list={listOf({ status: "completed", since, sort: "-duration" })}
      />
      <Figure
        name="Wait, median"
        value={formatTook(waited[0])}
        change={`95th percentile ${formatTook(waited[1])}`}
        list={listOf({ status: ENDED, since })}
      />
      <Figure
        name="Oldest wait now"
        value={oldest === null ? "none" : formatLongDuration(oldest)}
        change={oldest === null ? "nothing waits" : usual}
        kind={long ? "warn" : ""}
        list={listOf({ status: "queued", sort: "created" })}
      />
    </section>
  );
}

/** What is an estimate, if anything is. @param {Shown} shown */
function sampleNote({ buckets, sampled }) {
  const { ended } = totalsOf(buckets);
  if (sampled >= ended) return "";
  return `Durations, waits and groups: from a sample of ${formatInteger(sampled)} of ${formatInteger(ended)} jobs.`;
}

/**
 * Throughput, failures, durations and waits of a time range.
 * @param {{ shown: Shown | null }} props
 */
export function Insights({ shown }) {
  const wanted = useWanted();
  const isWanted = shown !== null && shown.since === wanted.since && shown.by === wanted.by;
  const note = shown ? sampleNote(shown) : "";
  return (
    <div
      className="insights"
      data-testid="insights"
      data-since={shown?.since}
      data-by={shown?.by}
      aria-busy={!isWanted}
    >
      <div className="insights-head">
        <span className="insights-title" aria-hidden="true">
          Insights
        </span>
        <Choice
          label="Time range"
          options={RANGES}
          chosen={wanted.since}
          to={(since) => addressOf({ ...wanted, since })}
        />
        <Choice
          label="Group by"
          options={{ type: "By type", worker: "By worker" }}
          chosen={wanted.by}
          to={(by) => addressOf({ ...wanted, by })}
        />
        <span className="insights-note">{note}</span>
      </div>
      {shown && (
        <>
          <Figures shown={shown} />
          <div className="panels">
            <Throughput shown={shown} />
            <FailureRate shown={shown} />
            <Percentiles title="Duration" shown={shown} part={3} all={shown.took} sort="-duration" />
            <Percentiles title="Wait" shown={shown} part={4} all={shown.waited} sort="" />
            <Slowest shown={shown} />
            <MostFailing shown={shown} />
          </div>
        </>
      )}
    </div>
  );
}
