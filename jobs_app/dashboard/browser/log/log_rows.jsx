import { memo } from "react";
import { formatDateTime } from "../format/format_time.js";
import { markedColouredParts, markedParts } from "./log_format.js";
import { setPermalink } from "./log_hash.js";
import { parseLine } from "./log_prefix.js";

const NOT_LOADED = { time: 0, level: "", word: "", text: "…" };

/** @param {import("react").MouseEvent<HTMLElement>} event */
function onNumberClick(event) {
  event.preventDefault();
  setPermalink(Number(event.currentTarget.textContent));
}

/** @param {{ text: string, query: string }} props */
const Marked = ({ text, query }) =>
  markedParts(text, query).map((part, index) => (part.found ? <mark key={index}>{part.text}</mark> : part.text));

/** @param {{ parts: ReturnType<typeof import("./log_format.js").colouredParts> }} props */
const Coloured = ({ parts }) =>
  parts.map((part, index) => (
    <span key={index} className={part.className || undefined} style={part.style}>
      {part.text}
    </span>
  ));

/** @param {{ time: number }} props */
const LineTime = ({ time }) => {
  const shown = time ? formatDateTime(time) : "";
  return (
    <span className="log-time" title={shown || undefined}>
      {shown.slice(11)}
    </span>
  );
};

/**
 * One line: its number as a permalink, its time, its level, and its text with colours and matches. A line that is not
 * loaded is undefined.
 * @param {{ number: number, line: string | undefined, times: boolean, query: string, current: boolean }} props
 */
function LogLine({ number, line, times, query, current }) {
  const { time, level, word, text } = line === undefined ? NOT_LOADED : parseLine(line);
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
        {markedColouredParts(text, query).map(({ found, parts }, index) =>
          found ? (
            <mark key={index}>
              <Coloured parts={parts} />
            </mark>
          ) : (
            <Coloured key={index} parts={parts} />
          ),
        )}
      </span>
    </div>
  );
}

export const Line = memo(LogLine);
