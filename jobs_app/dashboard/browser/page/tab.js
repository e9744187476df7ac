// The tab of the page: its title and its icon show a problem as soon as the page does.
import { createStore, useStore } from "../store.js";

const ICONS = { usual: "favicon.svg", stale: "favicon-stale.svg" };

let title = "";
let problem = "";
const store = createStore();

function apply() {
  document.title = problem ? `${problem} · ${title}` : title;
  const icon = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="icon"]'));
  const file = problem ? ICONS.stale : ICONS.usual;
  if (icon && !icon.href.endsWith(`/${file}`)) icon.href = icon.href.replace(/[^/]*$/, file);
}

/** @param {string} text */
export function setPageTitle(text) {
  title = text;
  apply();
}

/**
 * @param {string} word "Offline", "Retrying", or "" for none
 */
export function setPageProblem(word) {
  problem = word;
  apply();
  store.notify();
}

export const useOffline = () => useStore(store, () => problem === "Offline", false);
