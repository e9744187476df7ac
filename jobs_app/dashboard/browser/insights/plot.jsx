import { useRef, useState } from "react";
import { Link } from "react-router";
import { formatAxisMoment, formatMoment, momentsOf } from "./insights_text.js";

/** @typedef {import("./insights_text.js").Shown} Shown */

const KEYS = { ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9 };

/** @param {{ title: string, keys: import("react").ReactNode, children: import("react").ReactNode }} props */
export const Panel = ({ title, keys, children }) => (
  <section className="panel" aria-label={title}>
    <div className="panel-head">
      <h2>{title}</h2>
      <span className="panel-keys">{keys}</span>
    </div>
    {children}
  </section>
);

/** Times below a plot. @param {{ shown: Shown }} props */
const Times = ({ shown }) => (
  <div className="plot-times" aria-hidden="true">
    {[0, 1, 2, 3].map((quarter) => (
      <span key={quarter}>
        {formatAxisMoment(momentsOf(shown, Math.round((quarter * shown.buckets.length) / 4)).from, shown.since)}
      </span>
    ))}
    <span>now</span>
  </div>
);

/**
 * A plot under one link for each bucket: pointing tells, a press leads to the list of what is counted there. One tab
 * stop; arrow keys move.
 * @param {{ name: string, shown: Shown, tell: (index: number) => string[], list: (index: number) => string,
 *   children: import("react").ReactNode }} props `tell`: lines of a bucket; `children`: the drawing
 */
export function Plot({ name, shown, tell, list, children }) {
  const count = shown.buckets.length;
  const [current, setCurrent] = useState(count - 1);
  const [told, setTold] = useState(/** @type {number | null} */ (null));
  const links = useRef(/** @type {HTMLDivElement | null} */ (null));
  const stop = Math.min(current, count - 1);
  /** @param {import("react").KeyboardEvent} event */
  const move = (event) => {
    const step = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    const next = links.current?.children[Math.max(0, Math.min(count - 1, stop + step))];
    if (next instanceof HTMLElement) next.focus();
  };
  /** @param {number} index */
  const when = (index) => {
    const { from, to } = momentsOf(shown, index);
    return `${formatMoment(from, shown.since)} to ${formatMoment(to, shown.since)}`;
  };
  return (
    <div className="plot">
      <div className="plot-drawing" aria-hidden="true">
        {children}
      </div>
      <div
        className="plot-links"
        role="group"
        aria-label={`${name}, over time`}
        ref={links}
        onKeyDown={move}
        onPointerLeave={() => setTold(null)}
      >
        {shown.buckets.map((_, index) => (
          <Link
            key={shown.start + index * shown.step}
            to={list(index)}
            tabIndex={index === stop ? 0 : -1}
            aria-label={`${when(index)}: ${tell(index).join(", ")}`}
            onPointerEnter={() => setTold(index)}
            onFocus={() => {
              setCurrent(index);
              setTold(index);
            }}
            onBlur={() => setTold(null)}
          />
        ))}
      </div>
      <Times shown={shown} />
      {told !== null && told < count && <Tip share={(told + 0.5) / count} title={when(told)} lines={tell(told)} />}
    </div>
  );
}

/** @param {{ share: number, title: string, lines: string[] }} props */
const Tip = ({ share, title, lines }) => (
  <div className="plot-tip-place" aria-hidden="true">
    <div className="plot-tip" style={{ left: `${100 * share}%`, translate: `${-100 * share}%` }}>
      <b>{title}</b>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  </div>
);

/**
 * What a plot shows as a table, for screen readers.
 * @param {{ name: string, shown: Shown, columns: string[], cells: (index: number) => (string | number)[] }} props
 */
export const PlotTable = ({ name, shown, columns, cells }) => (
  <div className="sr-only">
    <table>
      <caption>{name}</caption>
      <thead>
        <tr>
          {["From", ...columns].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.buckets.map((_, index) => {
          const { from } = momentsOf(shown, index);
          const row = cells(index);
          return (
            <tr key={from}>
              <th scope="row">{formatMoment(from, shown.since)}</th>
              {columns.map((column, number) => (
                <td key={column}>{row[number]}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  </div>
);
