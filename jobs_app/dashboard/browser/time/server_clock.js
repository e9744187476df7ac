// The server's clock. Ages and countdowns use it, because the browser's clock may be off by hours.
import env from "$/env.json";
import { createStore, useStore } from "../store.js";

const SECOND_MS = 1000;
const VALID_MS = 60 * SECOND_MS; // how long a synchronization is used
const RETRY_MS = 15 * SECOND_MS; // after a slow or failed one
const URL = env.PING.replace(/ping$/, "healthz");

// Bounds of the offset between the two clocks. A message may have been delayed by an hour, so its time is a lower
// bound; a response is created after its request, so its time is an upper bound. The upper bound is used: data that may
// be too old must not be shown as live.
let minimumOffset = 0;
/** @type {number | undefined} */
let maximumOffset;
let nextSynchronization = 0;
let frozenAt = 0;
const store = createStore();

/** The server's clock minus the browser's, in ms. */
export const clockOffset = () => Math.max(maximumOffset ?? minimumOffset, minimumOffset);

/** The server's time in ms since 1970. */
export const serverNow = () => Date.now() + clockOffset();

/** Whether the server's time is known: without it the age of data is unknown. */
export const isSynchronized = () => maximumOffset !== undefined;

/**
 * A message with the server's time has arrived.
 * @param {number} serverTime ms since 1970
 */
export function noteServerTime(serverTime) {
  minimumOffset = serverTime - Date.now();
  const wasClockSet = maximumOffset !== undefined && minimumOffset > maximumOffset + SECOND_MS;
  if (wasClockSet) nextSynchronization = 0;
}

/** @returns {Promise<number>} the server's time in ms since 1970; 0 if there is no answer */
async function requestServerTime() {
  try {
    const response = await fetch(URL, { cache: "no-store", signal: AbortSignal.timeout(5 * SECOND_MS) });
    return (await response.json()).now;
  } catch {
    return 0;
  }
}

/**
 * Request the server's time, once a minute; hidden pages do not.
 * @param {boolean} [force] also before a minute has passed
 */
export async function synchronize(force) {
  const sentAt = Date.now();
  if (document.hidden || (!force && sentAt < nextSynchronization)) return;
  nextSynchronization = sentAt + RETRY_MS;
  const time = await requestServerTime();
  if (!time) return;
  const isStillValid = maximumOffset !== undefined && maximumOffset >= time - Date.now();
  maximumOffset = isStillValid ? Math.min(/** @type {number} */ (maximumOffset), time - sentAt) : time - sentAt;
  if (Date.now() - sentAt < SECOND_MS) nextSynchronization = sentAt + VALID_MS;
  tick();
}

/**
 * Durations stop at this time, because it is unknown whether the jobs still run; 0: they continue.
 * @param {number} at ms since 1970
 */
export function freezeDurations(at) {
  frozenAt = at;
}

/** The time until which durations are known, in ms since 1970. */
export const durationsUntil = () => frozenAt || serverNow();

function tick() {
  if (!document.hidden) store.notify();
}

if (typeof document !== "undefined") {
  setInterval(tick, SECOND_MS);
  document.addEventListener("visibilitychange", tick);
}

/**
 * A text that depends on the time; the component renders again only when the text changes.
 * @param {() => string} text
 */
export const useTicking = (text) => useStore(store, text, "");
