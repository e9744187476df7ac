// Loads the lines of one log by number: lines that arrive late, twice, in part or after a gap are put in place.
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { LinePages, PAGE_LINES } from "./log_pages.js";

const RETRY_MS = 3000;

/**
 * The lines after line `after`; null if there is no such log.
 * @param {string} url
 * @param {number} after
 * @returns {Promise<import("./log_pages.js").LogChunk | null>}
 */
async function load(url, after) {
  const response = await fetch(`${url}?after=${after}&limit=${PAGE_LINES}`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

/** Requests missing lines, one page at a time, and repeats requests that failed. */
class Loader {
  wanted = [0, 0];
  requestedAfter = -1;
  requestedAt = 0;
  stopped = false;
  timer = 0;

  /**
   * @param {string} url
   * @param {LinePages} lines
   * @param {(after: number, chunk: import("./log_pages.js").LogChunk) => void} onLoaded
   */
  constructor(url, lines, onLoaded) {
    this.url = url;
    this.lines = lines;
    this.onLoaded = onLoaded;
  }

  /** Request the lines that are wanted and missing, if they are not already requested. */
  update = () => {
    clearTimeout(this.timer);
    if (this.stopped || document.hidden) return;
    const after = this.lines.missing(this.wanted[0], this.wanted[1]);
    if (after < 0) return;
    const wait = this.requestedAfter === after ? this.requestedAt + RETRY_MS - Date.now() : 0;
    this.timer = window.setTimeout(this.update, Math.max(wait, RETRY_MS));
    if (wait > 0) return;
    Object.assign(this, { requestedAfter: after, requestedAt: Date.now() });
    load(this.url, after).then(
      (chunk) => this.#receive(after, chunk),
      () => {
        /* the server is unreachable: requested again */
      },
    );
  };

  /** @param {number} after @param {import("./log_pages.js").LogChunk | null} chunk */
  #receive(after, chunk) {
    if (!chunk) {
      this.stopped = true;
      return;
    }
    this.onLoaded(after, chunk);
    this.update();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}

/**
 * The lines so far, and a function that requests the lines in [start, end), which are on screen.
 * @param {string} url
 * @param {import("./log_pages.js").LogChunk | null} chunk the newest lines, sent by the server
 * @param {import("react").RefObject<() => void>} beforeFill is called before older lines are added
 * @returns {[LinePages, (start: number, end: number) => void]}
 */
export function useLines(url, chunk, beforeFill) {
  const lines = useRef(/** @type {LinePages | null} */ (null));
  lines.current ??= new LinePages();
  const kept = lines.current;
  const [, rerender] = useReducer((n) => n + 1, 0);
  useMemo(() => chunk?.lines && kept.add(chunk), [chunk]); // in render: the list needs the total now
  const loader = useMemo(
    () =>
      new Loader(url, kept, (after, loaded) => {
        beforeFill.current();
        kept.fill(after, loaded);
        rerender();
      }),
    [url],
  );
  const request = useCallback(
    /** @param {number} start @param {number} end */
    (start, end) => {
      loader.wanted = [start, end];
      loader.update();
    },
    [loader],
  );
  useEffect(() => loader.update(), [chunk]);
  useEffect(() => {
    loader.stopped = false;
    document.addEventListener("visibilitychange", loader.update);
    return () => {
      loader.stop();
      document.removeEventListener("visibilitychange", loader.update);
    };
  }, [loader]);
  return [kept, request];
}
