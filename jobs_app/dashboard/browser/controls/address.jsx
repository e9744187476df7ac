import { useEffect, useRef } from "react";
import { showListStart, useSavedScroll } from "./list_scroll.js";

/** The part of a query that says which page of the list it is. @param {string} query */
function cursorOf(query) {
  const values = new URLSearchParams(query);
  return values.get("after") ?? values.get("before");
}

/**
 * Puts the view into the URL each time the operator has changed it, which `turn` identifies: empty for no change.
 * @param {{ query: string, turn: string }} props
 */
export function Address({ query, turn }) {
  useSavedScroll();
  const shown = useRef(turn);
  useEffect(() => {
    // React Router keeps its own data in history.state.
    const path = query ? `${location.pathname}?${query}` : location.pathname;
    if (turn && turn !== shown.current) {
      if (cursorOf(query) !== cursorOf(location.search)) showListStart();
      history.replaceState(history.state, "", path);
    }
    shown.current = turn;
  }, [turn, query]);
  return null;
}
