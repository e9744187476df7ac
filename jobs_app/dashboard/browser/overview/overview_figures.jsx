import { Link } from "react-router";
import { formatInteger } from "../format/format_number.js";
import { formatLongDuration } from "../format/format_time.js";
import { changeOf } from "./overview_text.js";

/**
 * Waits in seconds, null where nothing waits or nothing is known.
 * @typedef {object} Figures
 * @property {number} failed
 * @property {number} failed_before
 * @property {number} completed
 * @property {number} completed_before
 * @property {number | null} oldest_wait
 * @property {number | null} usual_wait
 * @property {boolean} long_wait
 */

/** @param {number | null} seconds */
const duration = (seconds) => (seconds === null ? "" : formatLongDuration(seconds * 1000));

/**
 * The three figures: name, value, what it is compared with, how that is to be taken, and the list of what is counted.
 * @param {Figures} figures
 */
export function figuresOf({ failed, failed_before, completed, completed_before, ...waits }) {
  const usual = waits.usual_wait === null ? "" : `usually ${duration(waits.usual_wait)}`;
  return [
    {
      name: "Failed, last hour",
      value: formatInteger(failed),
      change: changeOf(failed, failed_before),
      kind: failed > failed_before ? "bad" : "",
      list: "/jobs?status=failed&since=1h",
    },
    {
      name: "Completed, last hour",
      value: formatInteger(completed),
      change: changeOf(completed, completed_before),
      kind: "",
      list: "/jobs?status=completed&since=1h",
    },
    {
      name: "Oldest wait",
      value: duration(waits.oldest_wait) || "none",
      change: waits.oldest_wait === null ? "nothing waits" : usual,
      kind: waits.long_wait ? "warn" : "",
      list: "/jobs?status=queued&sort=created",
    },
  ];
}

const Arrow = () => (
  <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
    <path d="M8 13V3.5M4 7.3l4-4 4 4" />
  </svg>
);

/** @param {{ figures: Figures | null }} props */
export const OverviewFigures = ({ figures }) => (
  <div className="overview-figures">
    {figures &&
      figuresOf(figures).map(({ name, value, change, kind, list }) => (
        <Link key={name} className="overview-figure" to={list} preventScrollReset>
          <span className="name">{name}</span>
          <span className="value">{value}</span>
          <span className={`change ${kind}`}>
            {kind === "bad" && <Arrow />}
            {change}
          </span>
        </Link>
      ))}
  </div>
);

/** The figures as one line of text. @param {{ figures: Figures | null }} props */
export const FiguresLine = ({ figures }) => (
  <span className="overview-words">
    {figures &&
      figuresOf(figures).map(({ name, value, change, kind }) => (
        <span key={name}>
          {name} <b>{value}</b> <span className={`change ${kind}`}>{change}</span>
        </span>
      ))}
  </span>
);
