import { useEffect, useRef } from "react";
import { useSavedScroll } from "./list_scroll.js";

/**
 * Puts the view into the URL each time the operator has changed it; `turn` counts those changes.
 * @param {{ query: string, turn: number }} props
 */
export function Address({ query, turn }) {
  useSavedScroll();
  const shown = useRef(turn);
  useEffect(() => {
    // React Router keeps its own data in history.state. After a lost session `turn` starts again.
    const path = query ? `${location.pathname}?${query}` : location.pathname;
    if (turn > shown.current) history.replaceState(history.state, "", path);
    shown.current = turn;
  }, [turn, query]);
  return null;
}
