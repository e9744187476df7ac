// Search in the whole log, by text and level: the server searches, last lines first.
import { useEffect, useMemo, useRef, useState } from "react";
import { setPermalink } from "./log_hash.js";
import { Matches, NOTHING_FOUND } from "./log_matches.js";

const RETRY_MS = 3000;

/** @typedef {import("./log_matches.js").Found & { name: string, upTo: number }} Search `upTo`: lines when it began */

/** @param {AbortSignal} signal */
const retryDelay = (signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, RETRY_MS);
    signal.addEventListener("abort", resolve);
  });

/**
 * Request matches until the request succeeds, there is no such log, or it is cancelled.
 * @param {string} url
 * @param {Record<string, string>} query
 * @param {AbortSignal} signal
 */
async function requestMatches(url, query, signal) {
  while (!signal.aborted) {
    try {
      const response = await fetch(`${url}/search?${new URLSearchParams(query)}`, { signal });
      if (response.ok) return await response.json();
      if (response.status === 404) return null;
    } catch {
      /* the server is unreachable: requested again */
    }
    await retryDelay(signal);
  }
  return null;
}

/** @type {Search} */
const NO_SEARCH = { ...NOTHING_FOUND, name: "", upTo: 0 };
/** @type {Search} */
const SEARCHING = { ...NO_SEARCH, done: false };

/**
 * The matches of a text at a level or above.
 * @param {string} url
 * @param {string} q
 * @param {string} level
 * @param {number} total lines of the log
 * @returns {Search}
 */
export function useSearch(url, q, level, total) {
  const name = `${url} ${level} ${q}`;
  const [found, setFound] = useState(NO_SEARCH);
  const matches = useRef(/** @type {Matches | null} */ (null));

  useEffect(() => {
    if (!q && !level) return;
    const abort = new AbortController();
    const current = new Matches(
      async (after, before) => {
        const query = { q, level, after: String(after), before: String(before) };
        const response = await requestMatches(url, query, abort.signal);
        return abort.signal.aborted ? null : response;
      },
      (value) => {
        if (!abort.signal.aborted) setFound({ ...value, name, upTo: total });
      },
    );
    matches.current = current;
    current.search(total);
    return () => {
      abort.abort();
      matches.current = null;
      setFound(NO_SEARCH);
    };
  }, [name]);

  useEffect(() => {
    matches.current?.grow(total);
  }, [total]);

  if (!q && !level) return NO_SEARCH;
  return found.name === name ? found : SEARCHING;
}

/**
 * The line number of the current match, its position among all, and steps to others; a new text leads to its newest
 * match.
 * @param {string} q
 * @param {Search} search
 * @param {(number: number) => void} goTo
 */
export function useMatch(q, search, goTo) {
  const [match, setMatch] = useState({ q: "", line: 0 });
  useEffect(() => {
    if (match.q === q) return;
    const newest = q ? (search.lines.findLast(([line]) => line <= search.upTo)?.[0] ?? 0) : 0;
    if (q && !newest && !search.done) return;
    setMatch({ q, line: newest });
    if (newest) goTo(newest);
  }, [q, search]);

  const positions = useMemo(() => new Map(search.lines.map(([number], index) => [number, index])), [search.lines]);
  const line = match.q === q ? match.line : 0;
  /** @param {1 | -1} by */
  const step = (by) => {
    const from = positions.get(line) ?? search.lines.length - 1;
    const next = search.lines[(from + by + search.lines.length) % search.lines.length]?.[0];
    if (!q || !next) return;
    setMatch({ q, line: next });
    setPermalink(next);
    goTo(next);
  };
  return { line, position: search.done ? (positions.get(line) ?? -1) + 1 : 0, step };
}
