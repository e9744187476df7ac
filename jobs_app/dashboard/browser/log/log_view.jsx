import { useEffect, useLayoutEffect, useRef, useState } from "react";
import env from "$/env.json";
import { whole } from "../format/format_number.js";
import { useHash } from "./log_hash.js";
import { useLines } from "./log_lines.js";
import { END, useList } from "./log_list.js";
import { Line } from "./log_rows.jsx";
import { useMatch, useSearch } from "./log_search.js";
import { LogTools } from "./log_tools.jsx";

const API = env.PING.replace(/ping$/, "api/jobs");
const KEPT = "jobs-log"; // in localStorage: what this reader likes

const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; } };

function useLook() {
  const [look, set] = useState(() => ({ q: "", level: "", times: true, wrap: innerWidth < 720, ...kept() }));
  const setLook = (change) => set((now) => {
    const { wrap, times } = { ...now, ...change };
    localStorage.setItem(KEPT, JSON.stringify({ wrap, times }));
    return { ...now, ...change };
  });
  return [look, setLook];
}

export function LogView({ jobId, status, chunk }) {
  const address = `${API}/${encodeURIComponent(jobId)}/log`;
  const [look, setLook] = useLook();
  const filling = useRef(() => {});
  const [lines, show] = useLines(address, chunk, filling);
  const search = useSearch(address, look.q, look.level, lines.total);
  const permalink = useHash();
  const box = useRef(null);
  const picked = look.level ? search.lines : null; // with a level, only the lines found are shown
  const { list, count, numberAt, goTo, hold, read, atEnd } = useList(box, lines.total, picked, show);
  filling.current = () => hold((number) => lines.text(number - 1) !== undefined);
  const match = useMatch(look.q, search, goTo);

  useLayoutEffect(() => list.measure(), [look.wrap, look.times]);
  const opened = useRef("");
  const stay = useRef(0); // at this line when all levels are shown again
  const change = (wanted) => {
    stay.current = wanted.level === "" ? read(match.line, permalink) : 0;
    setLook(wanted);
  };
  useLayoutEffect(() => {
    const reason = `${look.level} ${permalink}`;
    if (!count || opened.current === reason) return;
    opened.current = reason;
    goTo(stay.current || (permalink <= lines.total && permalink) || END);
    stay.current = 0;
  });
  const edge = (event) => {
    if (event.shiftKey || !["Home", "End"].includes(event.key)) return;
    event.preventDefault();
    goTo(event.key === "Home" ? 1 : END);
  };

  const missed = useMissed(box, lines.total, atEnd);
  const items = list.getVirtualItems();
  const coming = status === "running" || status === "queued";
  const nothing = picked ? (search.done ? "No such lines" : "Searching…") : coming ? "No lines yet" : "This job logged nothing";
  return (
    <section className="log" data-wrap={look.wrap} aria-label="Log">
      <LogTools {...{ address, look, search, match }} total={lines.total} setLook={change} />
      <div className="log-frame">
        <div ref={box} className="log-box" data-testid="job-log" tabIndex={0} role="region" aria-label="Log lines" onKeyDown={edge}>
          {!count && <p className="log-empty">{nothing}</p>}
          <div className="log-all" style={{ height: list.getTotalSize() }}>
            <div className="log-shown" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
              {items.map(({ index, key }) => {
                const number = numberAt(index);
                return (
                  <div key={key} ref={list.measureElement} data-index={index} data-line={number}>
                    <Line number={number} line={picked ? picked[index][1] : lines.text(number - 1)} times={look.times} sought={look.q} here={number === permalink || number === match.line} />
                  </div>
                );
              })}
            </div>
          </div>
        </div>
        <More missed={picked ? 0 : missed} go={() => goTo(END)} />
      </div>
    </section>
  );
}

function More({ missed, go }) {
  const words = missed ? `${whole(missed)} new ${missed === 1 ? "line" : "lines"}` : "";
  const said = useRef(""); // aloud: that there are some, not how many more with every poll
  said.current = words && (said.current || words);
  return (
    <>
      <span className="sr-only" role="status">{said.current}</span>
      {words && <button type="button" className="primary log-more" onClick={go}>{words} ↓</button>}
    </>
  );
}

/** How many lines have come since the reader left the end; 0 at the end. */
function useMissed(box, total, atEnd) {
  const seen = useRef(total);
  const [, again] = useState(0);
  useEffect(() => {
    const element = box.current;
    const look = () => { if (atEnd() && seen.current !== total) { seen.current = total; again((n) => n + 1); } };
    element.addEventListener("scroll", look, { passive: true });
    const frame = requestAnimationFrame(look); // after the list has followed
    return () => { element.removeEventListener("scroll", look); cancelAnimationFrame(frame); };
  }, [total]);
  if (seen.current > total) seen.current = total;
  return total - seen.current;
}
