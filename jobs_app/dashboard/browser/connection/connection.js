// The connection to the backend: when it is opened, and its state.
// Reflex by itself reconnects every 0.2-2 s for ever, in a thousand tabs at once. All its attempts call
// Socket.connect: here they are delayed by the schedule. Relies on `reconnect` and `wait_connect`, which Reflex sets
// on its socket; tests/contracts pins them.
import { Socket as PublicSocket } from "socket.io-client";
import { synchronize } from "../time/server_clock.js";
import { connectionState, updateConnection } from "./connection_state.js";
import { delay } from "./schedule.js";

/**
 * @typedef {object} Engine
 * @property {string} readyState
 * @property {() => void} close
 * @property {(event: "close", listener: (reason: string, details?: { context?: CloseEvent }) => void) => void} on
 * @property {(event: "error", error: Error) => void} emit
 */

/**
 * The socket with what Reflex sets on it, and with private attributes of socket.io.
 * @typedef {object} ReflexSocket
 * @property {boolean} connected
 * @property {boolean} [wait_connect] Reflex waits for `connect` to be called
 * @property {() => void} [reconnect]
 * @property {() => ReflexSocket} connect
 * @property {(event: string, listener: (reason: string) => void) => void} on
 * @property {{ timeout: (ms: number) => void, engine: Engine, _readyState: string }} io
 */

const Socket = /** @type {{ prototype: ReflexSocket }} */ (/** @type {unknown} */ (PublicSocket));

const SECOND_MS = 1000;
const ATTEMPT_TIMEOUT_MS = 5 * SECOND_MS;
const REVIVE_AFTER_MS = 0.5 * SECOND_MS;
const CLIENT_DISCONNECT = "io client disconnect";
const SERVER_DISCONNECT = "io server disconnect";
const TRY_AGAIN_LATER = 1013; // the close code of a server with too many connections
const LONG_AGO = 0; // a lost connection is shown at once

const policy = { interval: 5, silentAfter: 0 };
/** @type {ReflexSocket} */
let socket;
let waitTimer = 0;
let attemptTimer = 0;
let received = false; // an update has arrived on this connection

/**
 * Set the watchdog.
 * @param {number} interval seconds between polls
 * @param {number} silentAfter browser time in ms after which silence means a dead connection, 0 for never
 */
export function expectMessages(interval, silentAfter) {
  Object.assign(policy, { interval, silentAfter });
}

/**
 * The connection was lost. One without updates counts as a failed attempt. After one with updates a reconnect is tried
 * at once: backends restart under a thousand tabs, so first attempts are spread over a second, later ones over 20 %.
 * @param {number} since ms since 1970
 */
function onLost(since) {
  if (!connectionState().connected) return;
  if (!received) return onFailed(since);
  updateConnection({ connected: false, since, nextTry: Date.now() + Math.random() * SECOND_MS });
}

/** Opens a connection. If the transport responds but not the page within the timeout, the attempt has failed too. */
function attempt() {
  attemptTimer = window.setTimeout(
    () => socket.io._readyState === "open" && socket.io.engine.close(),
    ATTEMPT_TIMEOUT_MS,
  );
  connect.call(socket);
  const { engine } = socket.io;
  engine.on("close", onTransportClosed);
  if (engine.readyState === "closed") onTransportClosed(); // Reflex opened it before the page was rendered
}

/**
 * If the transport is closed before the handshake, socket.io would wait for its timeout.
 * @param {string} [_reason]
 * @param {{ context?: CloseEvent }} [details]
 */
function onTransportClosed(_reason, details) {
  updateConnection({ refused: details?.context?.code === TRY_AGAIN_LATER });
  if (socket.io._readyState === "opening") socket.io.engine.emit("error", new Error("closed before the handshake"));
}

function endAttempt() {
  clearTimeout(attemptTimer);
  attemptTimer = 0;
}

function onFailed(since = connectionState().since) {
  endAttempt();
  const failures = connectionState().failures + 1;
  const wait = delay(failures, policy.interval) * SECOND_MS * (0.9 + Math.random() * 0.2);
  updateConnection({ connected: false, since, failures, nextTry: Date.now() + wait });
}

function onConnected() {
  endAttempt();
  received = false;
  const connections = connectionState().connections + 1;
  updateConnection({ connected: true, connections, nextTry: 0, since: Date.now(), refused: false });
  synchronize(true);
}

/** @param {string} reason */
function onDisconnected(reason) {
  if (attemptTimer) onFailed();
  // A download link or mailto: fires beforeunload, on which Reflex disconnects although the page stays.
  else onLost(reason === CLIENT_DISCONNECT ? Date.now() : LONG_AGO);
  // After these two Reflex does not reconnect by itself.
  if (reason === CLIENT_DISCONNECT || reason === SERVER_DISCONNECT) {
    setTimeout(() => socket.reconnect?.(), REVIVE_AFTER_MS);
  }
}

/** @param {ReflexSocket} newSocket */
function adopt(newSocket) {
  socket = newSocket;
  socket.io.timeout(ATTEMPT_TIMEOUT_MS);
  socket.on("connect", onConnected);
  socket.on("connect_error", () => onFailed());
  socket.on("disconnect", onDisconnected);
}

const connect = Socket.prototype.connect;
Socket.prototype.connect = function () {
  if (this !== socket) adopt(this);
  onLost(LONG_AGO);
  // The server would refuse a second connection during an attempt, and both would be dead.
  if (attemptTimer) return this;
  clearTimeout(waitTimer);
  const wait = connectionState().nextTry - Date.now();
  if (wait <= 0) attempt();
  else waitTimer = window.setTimeout(attempt, wait);
  return this;
};

/** The timeout for the server's next message starts again: the page is shown, or polling is resumed. */
export function restartTimeout() {
  if (connectionState().connected) updateConnection({ since: Date.now() });
}

/** An update has arrived: the next failure is a first one again. */
export function noteUpdate() {
  received = true;
  if (connectionState().failures) updateConnection({ failures: 0 });
}

export function retryNow() {
  if (!socket || socket.connected) return;
  updateConnection({ nextTry: 0 });
  if (socket.wait_connect) socket.connect();
  else socket.reconnect?.();
}

function watchdog() {
  if (!socket?.connected || document.hidden) return;
  synchronize();
  if (policy.silentAfter && Date.now() > policy.silentAfter) {
    policy.silentAfter = 0;
    socket.io.engine.close(); // Reflex detects a lost connection and calls connect()
  }
}

function onShown() {
  if (document.hidden) return;
  restartTimeout();
  synchronize();
  retryNow();
}

if (typeof document !== "undefined") {
  setInterval(watchdog, SECOND_MS);
  addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", onShown, true);
}
