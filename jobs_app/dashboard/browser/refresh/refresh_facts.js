// The facts behind the refresh state, from the vars of the page and from the connection.
import { useRef } from "react";
import { useConnection } from "../connection/connection_state.js";
import { clockOffset, isSynchronized, noteServerTime } from "../time/server_clock.js";

/**
 * The vars that the server sends. Times in ms since 1970, by the server's clock; `took` in ms, `interval` in seconds.
 * @typedef {object} RefreshVars
 * @property {number} at
 * @property {number} took
 * @property {import("./refresh_state.js").FailingPolls | null} failing
 * @property {number} interval
 * @property {"" | "paused" | "off" | "ended"} mode
 */

/** @typedef {ReturnType<typeof useFacts>} BrowserFacts */

// The last update, and when it arrived. Module state, because the status of the next page must not take it for new.
let lastUpdate = { at: 0, failing: /** @type {RefreshVars["failing"]} */ (null), arrived: 0, connection: 0 };

/**
 * The facts with times of the browser's clock; `requested` is a ref with a time of the server's clock.
 * @param {RefreshVars} vars
 */
export function useFacts({ at, took, failing, interval, mode }) {
  const connection = useConnection();
  const requested = useRef(0);
  const sent = at || failing?.now;
  if (sent && (lastUpdate.at !== at || lastUpdate.failing !== failing)) {
    lastUpdate = { at, failing, arrived: Date.now(), connection: connection.connections };
    noteServerTime(Math.max(failing?.now ?? 0, at + took));
    requested.current = 0;
  }
  const visible = typeof document === "undefined" || !document.hidden;
  const received = Boolean(connection.connections) && lastUpdate.connection === connection.connections;
  return {
    ...connection,
    visible,
    mode,
    at,
    took,
    interval,
    requested,
    receivedAt: lastUpdate.arrived,
    received,
    failing: failing?.count ? failing : null,
  };
}

/**
 * The facts with times of the server's clock, whose offset becomes known better with each message.
 * @param {BrowserFacts} facts
 * @returns {import("./refresh_state.js").RefreshFacts}
 */
export function byServerClock(facts) {
  const { since, nextTry, requested, receivedAt } = facts;
  const offset = clockOffset();
  return {
    ...facts,
    since: since + offset,
    receivedAt: receivedAt + offset,
    nextTry: nextTry && nextTry + offset,
    requested: requested.current,
    synchronized: isSynchronized(),
  };
}
