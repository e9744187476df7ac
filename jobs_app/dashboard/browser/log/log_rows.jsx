import { memo } from "react";
import { coloured, marked, parse } from "./log_format.js";
import { nameLine } from "./log_hash.js";
import { exact } from "../format/format_time.js";

const goTo = (event) => {
  event.preventDefault();
  nameLine(Number(event.currentTarget.textContent));
};

const Marked = ({ text, sought }) => marked(text, sought).map((piece, spot) => (piece.found ? <mark key={spot}>{piece.text}</mark> : piece.text));

/** One line: its number as a permalink, its time, its level and its text with colours and matches. */
export const Line = memo(function Line({ number, line, times, sought, here }) {
  const { time, level, text } = line === undefined ? { text: "…" } : parse(line);
  return (
    <div className="log-line" data-level={level || undefined} data-here={here || undefined}>
      <a className="log-number" href={`#L${number}`} onClick={goTo} tabIndex={-1} aria-label={`Line ${number}`}>{number}</a>
      {times && <span className="log-time" title={time ? exact(time) : undefined}>{time ? exact(time).slice(11) : ""}</span>}
      {(level === "WARNING" || level === "ERROR") && <span className="log-level"><Marked text={level} sought={sought} /> </span>}
      <span className="log-text">
        {coloured(text).map((part, at) => (
          <span key={at} className={part.className || undefined} style={part.style}>
            <Marked text={part.text} sought={sought} />
          </span>
        ))}
      </span>
    </div>
  );
});
