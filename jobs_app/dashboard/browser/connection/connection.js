// When this page tries to reach its backend, and what it knows about the line.
// Reflex by itself retries every 0.2-2 s for ever, a thousand tabs at once. All its attempts pass
// Socket.connect: here they wait for their turn. Leans on `reconnect` and `wait_connect`, which Reflex puts
// on its socket; tests/contracts pins them.
import { Socket } from "socket.io-client";
import { ask } from "../time/server_clock.js";
import { createStore, useStore } from "../store.js";
import { delay } from "./schedule.js";

const SECOND = 1000;
const ATTEMPT_TIMEOUT = 5 * SECOND;
const REVIVE_AFTER = 0.5 * SECOND;
const HUNG_UP = "io client disconnect";

const policy = { interval: 5, silentAfter: 0 };
let state = { connected: false, connections: 0, failures: 0, nextTry: 0, since: Date.now() };
const store = createStore();
let socket, waiting, attempt;
let proven = false; // news have come on this connection

function update(change) {
  state = { ...state, ...change };
  store.notify();
}

const idle = state;
export const useLink = () => useStore(store, () => state, idle);

/** interval in seconds; silentAfter: browser time in ms after which silence means a dead line, 0 for never. */
export const expect = (interval, silentAfter) => Object.assign(policy, { interval, silentAfter });

// A connection without news was no better than none. One that was good is tried again at once: backends restart under
// a thousand tabs, so the first attempt is spread over a second, later ones over 20 %.
function dropped(since) {
  if (!state.connected) return;
  if (!proven) return failed(since);
  update({ connected: false, since, nextTry: Date.now() + Math.random() * SECOND });
}
const LONG_AGO = 0; // a lost line is told at once

/** Tries now. What answers the transport but not the page within the time counts as failed too. */
function tryNow() {
  attempt = setTimeout(() => socket.io._readyState === "open" && socket.io.engine.close(), ATTEMPT_TIMEOUT);
  connect.call(socket);
}

function attempted() {
  clearTimeout(attempt);
  attempt = 0;
}

function failed(since = state.since) {
  attempted();
  const failures = state.failures + 1;
  update({ connected: false, since, failures, nextTry: Date.now() + delay(failures, policy.interval) * SECOND * (0.9 + Math.random() * 0.2) });
}

function adopt(newSocket) {
  socket = newSocket;
  socket.io.timeout(ATTEMPT_TIMEOUT);
  socket.on("connect", () => {
    attempted();
    proven = false;
    update({ connected: true, connections: state.connections + 1, nextTry: 0, since: Date.now() });
    ask(true);
  });
  socket.on("connect_error", () => failed());
  socket.on("disconnect", (reason) => {
    if (attempt) failed();
    // A download link or mailto: fires beforeunload, on which Reflex hangs up; the page is still here.
    else dropped(reason === HUNG_UP ? Date.now() : LONG_AGO);
    // After these two Reflex does not come back by itself.
    if (reason === HUNG_UP || reason === "io server disconnect") setTimeout(() => socket.reconnect?.(), REVIVE_AFTER);
  });
}

const connect = Socket.prototype.connect;
Socket.prototype.connect = function () {
  if (this !== socket) adopt(this);
  dropped(LONG_AGO);
  // A second one beside an attempt that is under way would be refused by the server, and both would be dead.
  if (attempt) return this;
  clearTimeout(waiting);
  const wait = state.nextTry - Date.now();
  if (wait <= 0) tryNow();
  else waiting = setTimeout(tryNow, wait);
  return this;
};

/** From now on the server has its time to answer: the page is shown again, or polling goes on. */
export const restart = () => state.connected && update({ since: Date.now() });

/** News have come: what follows is a first attempt again. */
export function arrived() {
  proven = true;
  if (state.failures) update({ failures: 0 });
}

export function retryNow() {
  if (!socket || socket.connected) return;
  update({ nextTry: 0 });
  if (socket.wait_connect) socket.connect();
  else socket.reconnect?.();
}

function watchdog() {
  if (!socket?.connected || document.hidden) return;
  ask();
  if (policy.silentAfter && Date.now() > policy.silentAfter) {
    policy.silentAfter = 0;
    socket.io.engine.close(); // Reflex sees a lost connection and comes back through connect()
  }
}

if (typeof document !== "undefined") {
  setInterval(watchdog, SECOND);
  addEventListener("online", retryNow);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    restart();
    ask();
    retryNow();
  }, true);
}
