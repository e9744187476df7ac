import { useCallback, useState } from "react";
import { dayBegun } from "./log_days.js";
import { END } from "./log_list.js";
import { Line } from "./log_rows.jsx";

/** @typedef {ReturnType<typeof import("./log_list.js").useList>} LogList */

/** The numbers of the lines that are shown in full, and a function that adds or removes one. */
function useFullLines() {
  const [full, setFull] = useState(/** @type {ReadonlySet<number>} */ (new Set()));
  const toggle = useCallback(
    /** @param {number} number */
    (number) =>
      setFull(
        (current) => new Set(current.has(number) ? [...current].filter((one) => one !== number) : [...current, number]),
      ),
    [],
  );
  return { full, toggle };
}

/** @param {{ day: string }} props */
const Day = ({ day }) => (
  <div className="log-day">
    <time dateTime={day}>{day}</time>
  </div>
);

/**
 * The box of the log's lines, which scrolls.
 * @param {{ box: import("react").RefObject<HTMLDivElement | null>, list: LogList, emptyText: string,
 *   textOf: (index: number) => string | undefined, currentLines: number[],
 *   settings: import("./log_settings.js").LogSettings }} props
 */
export function LogBox({ box, list: { list, count, numberAt, goTo }, emptyText, textOf, currentLines, settings }) {
  const items = list.getVirtualItems();
  const { full, toggle } = useFullLines();
  /** @param {import("react").KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.shiftKey || !["Home", "End"].includes(event.key)) return;
    event.preventDefault();
    goTo(event.key === "Home" ? 1 : END);
  };
  return (
    <div
      ref={box}
      className="log-box"
      data-testid="job-log"
      tabIndex={0}
      role="region"
      aria-label="Log lines"
      onKeyDown={onKeyDown}
    >
      {!count && <p className="log-empty">{emptyText}</p>}
      <div className="log-canvas" style={{ height: list.getTotalSize() }}>
        <div className="log-rows" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index, key }) => {
            const day = dayBegun(index, textOf);
            const number = numberAt(index);
            return (
              <div key={key} ref={list.measureElement} data-index={index} data-line={number}>
                {day && <Day day={day} />}
                <Line
                  number={number}
                  line={textOf(index)}
                  times={settings.times}
                  query={settings.q}
                  current={currentLines.includes(number)}
                  full={full.has(number)}
                  onFull={toggle}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
