import { useEffect, useRef, useState } from "react";
import { whole } from "../format/format_number.js";

const PAUSE = 250; // ms without a key before the log is searched

const Toggle = ({ on, set, children }) => <button type="button" className="quiet" aria-pressed={on} onClick={() => set(!on)}>{children}</button>;

/** Search, level, wrapping, times and download of a log. */
export function LogTools({ address, total, look, setLook, search, match }) {
  return (
    <div className="log-tools">
      <h3>Log <span className="log-total">{whole(total)} {total === 1 ? "line" : "lines"}</span></h3>
      <Search search={search} {...match} value={look.q} level={look.level} onChange={(q) => setLook({ q })} />
      <select className="select" aria-label="Level" value={look.level} onChange={(event) => setLook({ level: event.target.value })}>
        <option value="">All levels</option>
        <option value="info">Info and above</option>
        <option value="warning">Warnings and errors</option>
        <option value="error">Errors</option>
      </select>
      <Toggle on={look.wrap} set={(wrap) => setLook({ wrap })}>Wrap</Toggle>
      <Toggle on={look.times} set={(times) => setLook({ times })}>Times</Toggle>
      <a className="quiet" href={`${address}/text`} download>Download</a>
    </div>
  );
}

function Search({ value, level, onChange, search, place, step }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const field = useRef(null);
  useEffect(() => {
    const slash = (event) => {
      if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      event.preventDefault();
      field.current.focus();
    };
    document.addEventListener("keydown", slash);
    return () => document.removeEventListener("keydown", slash);
  }, []);
  const type = (typed) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(typed), PAUSE);
  };
  const key = (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") type("");
  };
  const count = search.lines.length;
  const words = !value && !level ? "" : !count ? (search.done ? "no match" : "searching…")
    : `${value && place ? `${whole(place)} of ` : ""}${whole(count)}${search.more ? "+" : search.done ? "" : "…"}`;
  // Told aloud: what answers the reader, not that it grows.
  const said = useRef({ words: "" });
  const asked = `${level} ${place} ${search.done || search.more} ${value}`;
  if (said.current.asked !== asked) said.current = { asked, words };
  return (
    <span className="log-search">
      <input ref={field} type="search" className="search" placeholder="Search the log" aria-label="Search the log" maxLength={500}
             value={text} onChange={(event) => type(event.target.value)} onKeyDown={key} />
      <span className="log-count" data-testid="log-count">{words}</span>
      <span className="sr-only" role="status">{said.current.words}</span>
      <button type="button" className="quiet" onClick={() => step(-1)} disabled={!value || !count} aria-label="Previous match">↑</button>
      <button type="button" className="quiet" onClick={() => step(1)} disabled={!value || !count} aria-label="Next match">↓</button>
    </span>
  );
}
