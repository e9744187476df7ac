// The lines of one log, by number: whatever arrives late, twice, in part or after a gap ends up in its place.
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { Lines, PAGE } from "./log_pages.js";

const ASK_AGAIN = 3000; // ms

/** What follows line `after`; null if there is no such log (any more). */
async function load(address, after) {
  const answer = await fetch(`${address}?after=${after}&limit=${PAGE}`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/**
 * The lines so far, and `show(start, end)`: to be told what is on screen, so that missing lines are loaded. What `hold`
 * refers to is called before they are filled in.
 */
export function useLines(address, chunk, hold) {
  const lines = useRef(null);
  lines.current ??= new Lines();
  const [, again] = useReducer((n) => n + 1, 0);
  const loading = useRef({ wanted: [0, 0], after: -1, at: 0, over: false, timer: 0 }).current;
  useMemo(() => chunk?.lines && lines.current.add(chunk), [chunk]); // in render: the list needs the total now

  const look = useCallback(() => {
    clearTimeout(loading.timer);
    if (loading.over || document.hidden) return;
    const after = lines.current.missing(...loading.wanted);
    if (after < 0) return;
    const wait = loading.after === after ? loading.at + ASK_AGAIN - Date.now() : 0;
    loading.timer = setTimeout(look, Math.max(wait, ASK_AGAIN));
    if (wait > 0) return;
    Object.assign(loading, { after, at: Date.now() });
    load(address, after).then((answer) => {
      if (!answer) { loading.over = true; return; }
      hold.current();
      lines.current.fill(after, answer);
      again();
      look();
    }, () => { /* the server is away: asked again */ });
  }, [address]);
  const show = useCallback((start, end) => { loading.wanted = [start, end]; look(); }, [look]);

  useEffect(() => look(), [chunk]);
  useEffect(() => {
    loading.over = false;
    document.addEventListener("visibilitychange", look);
    return () => {
      loading.over = true;
      clearTimeout(loading.timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);
  return [lines.current, show];
}
