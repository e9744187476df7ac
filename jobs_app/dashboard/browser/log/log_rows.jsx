import { memo } from "react";
import { formatInteger } from "../format/format_number.js";
import { formatDateTime } from "../format/format_time.js";
import { styledParts } from "../terminal/styled_parts.js";
import { StyledText } from "../terminal/styled_text.jsx";
import { markedParts, markedStyledParts } from "./log_format.js";
import { setPermalink } from "./log_hash.js";
import { parseLine } from "./log_prefix.js";

/** @type {import("./log_prefix.js").LogRecordLine} */
const NOT_LOADED = { time: 0, level: "", word: "", text: "…", overwritten: [] };

/** @param {import("react").MouseEvent<HTMLElement>} event */
function onNumberClick(event) {
  event.preventDefault();
  setPermalink(Number(event.currentTarget.textContent));
}

/** @param {{ text: string, query: string }} props */
const Marked = ({ text, query }) =>
  markedParts(text, query).map((part, index) => (part.found ? <mark key={index}>{part.text}</mark> : part.text));

/** @param {{ time: number }} props */
const LineTime = ({ time }) => {
  const shown = time ? formatDateTime(time) : "";
  return (
    <span className="log-time" title={shown || undefined}>
      {shown.slice(11)}
    </span>
  );
};

/** @param {{ text: string, query: string }} props */
const MarkedStyledText = ({ text, query }) =>
  markedStyledParts(text, query).map(({ found, parts }, index) =>
    found ? (
      <mark key={index}>
        <StyledText parts={parts} />
      </mark>
    ) : (
      <StyledText key={index} parts={parts} />
    ),
  );

/** @param {{ number: number, count: number, full: boolean, onFull: (number: number) => void }} props */
const FullLineButton = ({ number, count, full, onFull }) => (
  <button
    type="button"
    className="log-full"
    aria-expanded={full}
    aria-label={`Full line ${number}`}
    title={`Overwritten ${count === 1 ? "once" : `${formatInteger(count)} times`}`}
    onClick={() => onFull(number)}
  >
    {full ? "Last state" : "Full line"}
  </button>
);

/** @param {{ states: string[] }} props */
const Overwritten = ({ states }) =>
  states.map((state, index) => (
    <span key={index} className="log-overwritten">
      <StyledText parts={styledParts(state)} />
    </span>
  ));

/**
 * One line: its number as a permalink, its time, its level, and its text with styles and matches; what carriage returns
 * overwrote in it only if `full`. A line that is not loaded is undefined.
 * @param {{ number: number, line: string | undefined, times: boolean, query: string, current: boolean, full: boolean,
 *   onFull: (number: number) => void }} props
 */
function LogLine({ number, line, times, query, current, full, onFull }) {
  const { time, level, word, text, overwritten } = line === undefined ? NOT_LOADED : parseLine(line);
  return (
    <div className="log-line" data-level={level || undefined} data-here={current || undefined}>
      <a
        className="log-number"
        href={`#L${number}`}
        onClick={onNumberClick}
        tabIndex={-1}
        aria-label={`Line ${number}`}
      >
        {number}
      </a>
      {times && <LineTime time={time} />}
      {(level === "WARNING" || level === "ERROR") && (
        <span className="log-level">
          <Marked text={word} query={query} />{" "}
        </span>
      )}
      <span className="log-text">
        {full && <Overwritten states={overwritten} />}
        <MarkedStyledText text={text} query={query} />
      </span>
      {overwritten.length > 0 && <FullLineButton {...{ number, full, onFull }} count={overwritten.length} />}
    </div>
  );
}

export const Line = memo(LogLine);
