import { memo } from "react";
import { coloured, marked, parse } from "./log_format.js";
import { exact } from "./time_words.js";

const goTo = (event) => {
  event.preventDefault();
  // Not by the link itself: a changed hash would be a navigation, and Reflex would load the page anew.
  history.replaceState(history.state, "", event.currentTarget.getAttribute("href"));
  dispatchEvent(new Event("hashchange"));
};

/** One line: its number as a permalink, its time, its level and its text with colours and matches. */
export const Line = memo(function Line({ number, line, times, sought, here }) {
  const { time, level, text } = line === undefined ? { text: "…" } : parse(line);
  return (
    <div className="log-line" data-level={level || undefined} data-here={here || undefined}>
      <a className="log-number" href={`#L${number}`} onClick={goTo} tabIndex={-1} aria-label={`Line ${number}`}>{number}</a>
      {times && <span className="log-time" title={time ? exact(time) : undefined}>{time ? exact(time).slice(11) : ""}</span>}
      {(level === "WARNING" || level === "ERROR") && <span className="log-level">{level} </span>}
      <span className="log-text">
        {coloured(text).map((part, at) => (
          <span key={at} className={part.className || undefined} style={part.style}>
            {marked(part.text, sought).map((piece, spot) => (piece.found ? <mark key={spot}>{piece.text}</mark> : piece.text))}
          </span>
        ))}
      </span>
    </div>
  );
});
