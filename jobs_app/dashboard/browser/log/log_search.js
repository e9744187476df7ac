// Lines of the whole log that hold a text, at a level or above: found on the server, last ones first.
import { useEffect, useMemo, useRef, useState } from "react";
import { nameLine } from "./log_hash.js";
import { Matches, NOTHING } from "./log_matches.js";

const TRY_AGAIN = 3000; // ms

const pause = (signal) => new Promise((done) => { setTimeout(done, TRY_AGAIN); signal.addEventListener("abort", done); });

/** Goes on until a request succeeds, there is no such log, or nobody wants the answer any more. */
async function ask(address, query, signal) {
  while (!signal.aborted) {
    try {
      const answer = await fetch(`${address}/search?${new URLSearchParams(query)}`, { signal });
      if (answer.ok) return await answer.json();
      if (answer.status === 404) return null;
    } catch { /* the server is away: asked again */ }
    await pause(signal);
  }
  return null;
}

const NONE = { ...NOTHING, name: "", upTo: 0 };
const SEARCHING = { ...NONE, done: false };

/** What is found of a text, at a level, in the log of this address, which has `total` lines by now; `upTo`: had. */
export function useSearch(address, q, level, total) {
  const name = `${address} ${level} ${q}`;
  const [found, setFound] = useState(NONE);
  const matches = useRef(null);

  useEffect(() => {
    if (!q && !level) return;
    const stop = new AbortController();
    const wanted = (tell) => (value) => (stop.signal.aborted ? null : tell(value));
    matches.current = new Matches(
      (after, before) => ask(address, { q, level, after, before }, stop.signal).then(wanted((answer) => answer)),
      wanted((value) => setFound({ ...value, name, upTo: total })));
    matches.current.search(total);
    return () => { stop.abort(); matches.current = null; setFound(NONE); };
  }, [name]);

  useEffect(() => { matches.current?.grow(total); }, [total]);

  if (!q && !level) return NONE;
  return found.name === name ? found : SEARCHING;
}

/** The number of the match that the reader is at, and steps to others; a new text leads to the newest one there was. */
export function useMatch(q, search, goTo) {
  const [match, setMatch] = useState({ q: "", line: 0 });
  useEffect(() => {
    if (match.q === q) return;
    const newest = q ? search.lines.findLast(([line]) => line <= search.upTo)?.[0] ?? 0 : 0;
    if (q && !newest && !search.done) return;
    setMatch({ q, line: newest });
    if (newest) goTo(newest);
  }, [q, search]);

  const places = useMemo(() => new Map(search.lines.map(([number], index) => [number, index])), [search.lines]);
  const line = match.q === q ? match.line : 0;
  const step = (by) => {
    const at = places.get(line) ?? search.lines.length - 1;
    const next = search.lines[(at + by + search.lines.length) % search.lines.length]?.[0];
    if (!q || !next) return;
    setMatch({ q, line: next });
    nameLine(next);
    goTo(next);
  };
  return { line, place: search.done ? (places.get(line) ?? -1) + 1 : 0, step };
}
