// What time it is on the server. Ages and countdowns use its clock: the browser's may be off by hours.
import { useSyncExternalStore } from "react";

const SECOND = 1000;

let offset = 0;
let frozenAt = 0;
const watchers = new Set();

export const now = () => Date.now() + offset;

/** A message of the server has just arrived and says what time it is there. */
export const heard = (serverTime) => { offset = serverTime - Date.now(); };

/** Durations stand still from that moment on, because nobody knows whether the jobs go on; 0: they run again. */
export const freeze = (at) => { frozenAt = at; };

export const lastKnown = () => frozenAt || now();

const tick = () => !document.hidden && watchers.forEach((watcher) => watcher());

if (typeof document !== "undefined") {
  setInterval(tick, SECOND);
  document.addEventListener("visibilitychange", tick);
}

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** A text that depends on the time: the component renders again only when the text has changed. */
export const useTicking = (text) => useSyncExternalStore(subscribe, text, () => "");
