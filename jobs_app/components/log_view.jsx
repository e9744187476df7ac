import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import env from "$/env.json";
import { useLines } from "./log_lines.js";
import { Line } from "./log_rows.jsx";
import { useSearch } from "./log_search.js";
import { LogTools } from "./log_tools.jsx";

const API = env.PING.replace(/ping$/, "api/jobs");
const ROW = 18; // px, as in jobs.css: a million of them are still less than browsers scroll
const AT_END = 40; // px
const KEPT = "jobs-log"; // in localStorage: what this reader likes

const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; } };
const lineOfHash = () => Number(/^#L(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);

function useLook() {
  const [look, set] = useState(() => ({ q: "", level: "", times: true, wrap: innerWidth < 720, ...kept() }));
  const setLook = (change) => set((now) => {
    const { wrap, times } = { ...now, ...change };
    localStorage.setItem(KEPT, JSON.stringify({ wrap, times }));
    return { ...now, ...change };
  });
  return [look, setLook];
}

/** The number of the line that the address names, 0 for none. */
function useHash() {
  const [line, setLine] = useState(lineOfHash);
  useEffect(() => {
    const read = () => setLine(lineOfHash());
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return line;
}

const selects = (box) => { const chosen = getSelection(); return !!box && !chosen.isCollapsed && box.contains(chosen.anchorNode); };

export function LogView({ jobId, status, chunk }) {
  const address = `${API}/${encodeURIComponent(jobId)}/log`;
  const [look, setLook] = useLook();
  const [lines, show] = useLines(address, chunk);
  const search = useSearch(address, look.q, look.level, lines.total);
  const permalink = useHash();
  const [match, setMatch] = useState(0);
  const box = useRef(null);
  const picked = look.level ? search.lines : null; // with a level, only the lines found are shown
  const numberAt = (index) => (picked ? picked[index][0] : index + 1);
  const count = picked ? picked.length : lines.total;
  // A new function makes the list lay out anew: 20 ms for a million lines.
  const keyOf = useCallback((index) => (picked?.[index] ? picked[index][0] : index + 1), [picked]);

  const list = useVirtualizer({
    count, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 20,
    getItemKey: keyOf,
    anchorTo: "end", followOnAppend: !selects(box.current), scrollEndThreshold: AT_END,
    onChange: ({ range }) => range && !picked && show(range.startIndex - 20, range.endIndex + 20),
  });
  const indexOf = (number) => (picked ? picked.findIndex(([line]) => line >= number) : number - 1);
  const goTo = (number) => { const index = indexOf(number); if (index >= 0 && index < count) list.scrollToIndex(index, { align: "center" }); };

  useLayoutEffect(() => list.measure(), [look.wrap, look.times]);
  const opened = useRef("");
  useLayoutEffect(() => {
    const reason = `${look.level} ${permalink}`;
    if (!count || opened.current === reason) return;
    opened.current = reason;
    if (permalink && permalink <= lines.total) goTo(permalink);
    else list.scrollToEnd();
  });
  const newest = look.q ? search.lines.at(-1)?.[0] ?? 0 : 0;
  const begun = useRef("");
  useEffect(() => {
    if (!newest) { if (!look.q) setMatch(0); return; }
    if (begun.current === look.q) return;
    begun.current = look.q;
    setMatch(newest);
    goTo(newest);
  }, [newest, look.q]);
  useEffect(() => { begun.current = ""; }, [look.q]);

  const places = useMemo(() => new Map(search.lines.map(([number], index) => [number, index])), [search.lines]);
  const step = (by) => {
    const at = places.get(match) ?? search.lines.length - 1;
    const next = search.lines[(at + by + search.lines.length) % search.lines.length]?.[0];
    if (next) { setMatch(next); goTo(next); }
  };
  const missed = useMissed(box, lines.total, list);
  const items = list.getVirtualItems();
  const coming = status === "running" || status === "queued";
  const nothing = picked ? (search.done ? "No such lines" : "Searching…") : coming ? "No lines yet" : "This job logged nothing";
  return (
    <section className="log" data-wrap={look.wrap} aria-label="Log">
      <LogTools {...{ address, look, setLook, search, step }} total={lines.total} place={search.done ? (places.get(match) ?? -1) + 1 : 0} />
      <div className="log-frame">
        <div ref={box} className="log-box" data-testid="job-log" tabIndex={0} role="region" aria-label="Log lines">
          {!count && <p className="log-empty">{nothing}</p>}
          <div className="log-all" style={{ height: list.getTotalSize() }}>
            <div className="log-shown" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
              {items.map(({ index, key }) => {
                const number = numberAt(index);
                return (
                  <div key={key} ref={list.measureElement} data-index={index} data-line={number}>
                    <Line number={number} line={picked ? picked[index][1] : lines.text(index)} times={look.times} sought={look.q} here={number === permalink || (look.q && number === match)} />
                  </div>
                );
              })}
            </div>
          </div>
        </div>
        {missed > 0 && !picked && (
          <button type="button" className="primary log-more" onClick={() => list.scrollToEnd()}>{missed.toLocaleString("en-US").replaceAll(",", "\u202f")} new {missed === 1 ? "line" : "lines"} ↓</button>
        )}
      </div>
    </section>
  );
}

/** How many lines have come since the reader left the end; 0 at the end. */
function useMissed(box, total, list) {
  const seen = useRef(total);
  const [, again] = useState(0);
  const atEnd = () => { const { scrollHeight, scrollTop, clientHeight } = box.current; return scrollHeight - scrollTop - clientHeight <= AT_END; };
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
