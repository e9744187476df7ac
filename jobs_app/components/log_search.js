// Lines of the whole log that hold a text, at a level or above: found on the server, last ones first.
import { useEffect, useRef, useState } from "react";
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

/** What is found of a text, at a level, in the log of this address, which has `total` lines by now. */
export function useSearch(address, q, level, total) {
  const [found, setFound] = useState(NOTHING);
  const matches = useRef(null);

  useEffect(() => {
    matches.current = null;
    if (!q && !level) return setFound(NOTHING);
    const stop = new AbortController();
    const wanted = (tell) => (value) => (stop.signal.aborted ? null : tell(value));
    matches.current = new Matches(
      (after, before) => ask(address, { q, level, after, before }, stop.signal).then(wanted((answer) => answer)), wanted(setFound));
    setFound(matches.current.found);
    matches.current.search(total);
    return () => stop.abort();
  }, [address, q, level]);

  useEffect(() => { matches.current?.grow(total); }, [total]);

  return found;
}
