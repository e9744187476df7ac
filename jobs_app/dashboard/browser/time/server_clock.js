// What time it is on the server. Ages and countdowns use its clock: the browser's may be off by hours.
import env from "$/env.json";
import { createStore, useStore } from "../store.js";

const SECOND = 1000;
const KEPT = 60 * SECOND; // how long an answer is good enough
const AGAIN = 15 * SECOND; // after one that was slow or did not come
const ADDRESS = env.PING.replace(/ping$/, "healthz");

// By how much the server's clock is ahead. A message may have been on its way for an hour, so it only says the least;
// an answer was given after its question, so it says the most. What is older than it may be must not be called live.
let least = 0;
let most;
let nextAsk = 0;
let frozenAt = 0;
const store = createStore();

export const ahead = () => Math.max(most ?? least, least);

export const now = () => Date.now() + ahead();

/** Whether the server has said what time it is: without that nobody knows how old its data is. */
export const isKnown = () => most !== undefined;

/** A message of the server has arrived and says what time it was there. */
export const heard = (serverTime) => {
  least = serverTime - Date.now();
  if (least > most + SECOND) nextAsk = 0; // somebody has set a clock
};

/** Asks the server for its time, once a minute or `anew`. A page that nobody sees asks nothing. */
export async function ask(anew) {
  const sent = Date.now();
  if (document.hidden || (!anew && sent < nextAsk)) return;
  nextAsk = sent + AGAIN;
  const signal = AbortSignal.timeout(5 * SECOND);
  const time = await fetch(ADDRESS, { cache: "no-store", signal }).then((answer) => answer.json()).then((said) => said.now).catch(() => 0);
  if (!time) return;
  const isStillTrue = most >= time - Date.now();
  most = isStillTrue ? Math.min(most, time - sent) : time - sent;
  if (Date.now() - sent < SECOND) nextAsk = sent + KEPT;
  tick();
}

/** Durations stand still from that moment on, because nobody knows whether the jobs go on; 0: they run again. */
export const freeze = (at) => { frozenAt = at; };

export const lastKnown = () => frozenAt || now();

const tick = () => !document.hidden && store.notify();

if (typeof document !== "undefined") {
  setInterval(tick, SECOND);
  document.addEventListener("visibilitychange", tick);
}

/** A text that depends on the time: the component renders again only when the text has changed. */
export const useTicking = (text) => useStore(store, text, "");
