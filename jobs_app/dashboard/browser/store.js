// Values outside React that components subscribe to.
import { useSyncExternalStore } from "react";

/** @typedef {ReturnType<typeof createStore>} Store */

export function createStore() {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    notify: () => {
      for (const listener of listeners) listener();
    },
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * The current value of `read`; the component renders again when a notification changes it. On the server: `initial`.
 * @template T
 * @param {Store} store
 * @param {() => T} read
 * @param {T} initial
 * @returns {T}
 */
export const useStore = (store, read, initial) => useSyncExternalStore(store.subscribe, read, () => initial);
