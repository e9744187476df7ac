// Values outside React that components follow.
import { useSyncExternalStore } from "react";

export function createStore() {
  const listeners = new Set();
  return {
    notify: () => listeners.forEach((listener) => listener()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The current value of `read`; the component renders again when a notification changes it. On the server: `initial`. */
export const useStore = (store, read, initial) => useSyncExternalStore(store.subscribe, read, () => initial);
