// The state of the connection to the backend, for components.
import { createStore, useStore } from "../store.js";

/**
 * @typedef {object} ConnectionState
 * @property {boolean} connected
 * @property {number} connections connections opened so far
 * @property {number} failures consecutive failed attempts
 * @property {number} nextTry time of the next attempt in ms since 1970, by the browser's clock; 0 for none
 * @property {number} since when this state began, likewise
 * @property {boolean} refused whether the server closed the last connection because it has too many
 */

/** @type {ConnectionState} */
let state = { connected: false, connections: 0, failures: 0, nextTry: 0, since: Date.now(), refused: false };
const initialState = state;
const store = createStore();

export const connectionState = () => state;

/** @param {Partial<ConnectionState>} change */
export function updateConnection(change) {
  state = { ...state, ...change };
  store.notify();
}

export const useConnection = () => useStore(store, connectionState, initialState);
