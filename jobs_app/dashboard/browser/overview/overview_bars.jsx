import { useRef, useState } from "react";
import { formatClock, formatIsoSeconds } from "../format/format_time.js";
import { useDrag, useKeys } from "./overview_range.js";
import { BUCKET_MS, BUCKETS, chosenRange, heightsOf, momentsOf, sentenceOf } from "./overview_text.js";
import { OverviewTip } from "./overview_tip.jsx";

const [UP, DOWN] = [34, 12]; // the lanes in px, as jobs.css has them
const EMPTY = Array.from({ length: BUCKETS }, () => /** @type {Bar} */ ([0, 0, 0, 0]));

/** @typedef {import("./overview_text.js").Bar} Bar */
/** @typedef {import("./overview_text.js").BarRange} BarRange */
/** @typedef {ReturnType<typeof heightsOf>[number]} Heights in px */

/** @param {BarRange | null} range @param {number} index */
const holds = (range, index) => range !== null && range.first <= index && index <= range.last;

/**
 * @param {{ heights: Heights }} props
 */
const Stack = ({ heights }) => (
  <>
    <span className="overview-up">
      {heights.cancelled > 0 && <i className="cancelled" style={{ height: heights.cancelled }} />}
      {heights.completed > 0 && <i className="completed" style={{ height: heights.completed }} />}
    </span>
    <span className="overview-down">
      {heights.failed > 0 && <i className="failed" style={{ height: heights.failed }} />}
    </span>
  </>
);

/** The line of yesterday, on the scale of completed jobs. @param {{ heights: Heights[] }} props */
const Yesterday = ({ heights }) => (
  <svg viewBox={`0 0 ${BUCKETS} ${UP}`} preserveAspectRatio="none" aria-hidden="true">
    <polyline points={heights.map(({ yesterday }, index) => `${index + 0.5},${yesterday.toFixed(2)}`).join(" ")} />
  </svg>
);

/**
 * Six hours apart, in the time zone of the browser.
 * @param {{ start: number }} props
 */
const Hours = ({ start }) => (
  <div className="overview-hours" aria-hidden="true">
    {[0, 12, 24, 36].map((index) => (
      <span key={index}>{start ? formatClock(momentsOf(start, { first: index, last: index }).from) : "\u00a0"}</span>
    ))}
    <span>now</span>
  </div>
);

/**
 * One half hour: a link to the list of what ended in it.
 * @param {{ at: number, loaded: boolean, counts: Bar, heights: Heights, isStop: boolean, isTold: boolean,
 *   isChosen: boolean, onClick: (event: import("react").MouseEvent) => void, onPoint: () => void, onFocus: () => void,
 *   onBlur: () => void }} props
 */
function HalfHour({ at, loaded, counts, heights, isStop, isTold, isChosen, onClick, onPoint, onFocus, onBlur }) {
  const [completed, failed, cancelled, yesterday] = counts;
  const [from, to] = [formatIsoSeconds(at), formatIsoSeconds(at + BUCKET_MS)];
  const moments = { from: at, to: at + BUCKET_MS };
  return (
    <a
      href={loaded ? `?from=${from}&to=${to}` : undefined}
      tabIndex={isStop && loaded ? 0 : -1}
      draggable={false}
      data-testid="overview-bar"
      data-from={from}
      data-to={to}
      data-completed={completed}
      data-failed={failed}
      data-cancelled={cancelled}
      data-told={isTold || undefined}
      aria-current={isChosen || undefined}
      aria-label={loaded ? sentenceOf(moments, { completed, failed, cancelled, yesterday }) : undefined}
      onClick={onClick}
      onPointerEnter={onPoint}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <Stack heights={heights} />
    </a>
  );
}

/**
 * What is told of, what is chosen, and how both change.
 * @param {{ start: number, query: string, onRange: (from: string, to: string) => void }} props
 * @param {import("react").RefObject<HTMLDivElement | null>} list
 */
function useChoice({ start, query, onRange }, list) {
  const [pointed, setPointed] = useState(/** @type {number | null} */ (null));
  const chosen = chosenRange(query, start);
  /** @param {BarRange} range */
  const choose = (range) => {
    const { from, to } = momentsOf(start, range);
    const isChosen = chosen?.first === range.first && chosen.last === range.last;
    onRange(isChosen ? "" : formatIsoSeconds(from), isChosen ? "" : formatIsoSeconds(to));
  };
  const { dragged, begin } = useDrag(list, choose);
  const keys = useKeys(list);
  const told = dragged ?? keys.extended ?? (pointed === null ? null : { first: pointed, last: pointed });
  /** @param {import("react").MouseEvent} event @param {number} index */
  const click = (event, index) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(keys.extended ?? { first: index, last: index });
    keys.leave();
  };
  return { chosen, told, begin, keys, click, setPointed };
}

/**
 * The bars of the half hours: pointing tells, a click or Enter filters by one, dragging or Shift by several.
 * @param {{ start: number, bars: Bar[], query: string, onRange: (from: string, to: string) => void }} props
 */
export function OverviewBars({ start, bars, query, onRange }) {
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { chosen, told, begin, keys, click, setPointed } = useChoice({ start, query, onRange }, list);
  const shown = start ? bars : EMPTY;
  const heights = heightsOf(shown, UP, DOWN);
  const leave = () => setPointed(null);
  return (
    <div className="overview-chart">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its links are what is focused and pressed */}
      <div className="overview-bars" ref={list} onPointerDown={begin} onPointerLeave={leave} onKeyDown={keys.onKeyDown}>
        {shown.map((counts, index) => (
          <HalfHour
            key={start + index}
            at={start + index * BUCKET_MS}
            loaded={start > 0}
            counts={counts}
            heights={heights[index]}
            isStop={index === keys.current}
            isTold={holds(told, index)}
            isChosen={holds(chosen, index)}
            onClick={(event) => click(event, index)}
            onPoint={() => setPointed(index)}
            onFocus={() => {
              keys.focus(index);
              setPointed(index);
            }}
            onBlur={leave}
          />
        ))}
      </div>
      <Yesterday heights={heights} />
      <Hours start={start} />
      {start > 0 && told && <OverviewTip start={start} bars={bars} range={told} />}
    </div>
  );
}
