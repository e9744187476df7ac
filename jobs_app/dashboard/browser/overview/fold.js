// Whether the overview is folded, as this browser was told; small screens fold it as long as nothing was chosen.
import { createStore, useStore } from "../store.js";

const KEY = "jobs-overview";
const store = createStore();
let chosen = "";

/** @typedef {"" | "open" | "folded"} Fold "" for what the screen has room for */

/** @returns {Fold} */
function read() {
  try {
    chosen = localStorage.getItem(KEY) ?? chosen;
  } catch {
    // The browser keeps nothing for this page: then as long as it is open.
  }
  return chosen === "open" || chosen === "folded" ? chosen : "";
}

/** @param {Fold} fold */
export function setFold(fold) {
  chosen = fold;
  try {
    localStorage.setItem(KEY, fold);
  } catch {
    // As above.
  }
  store.notify();
}

export const useFold = () => useStore(store, read, /** @type {Fold} */ (""));
