import { useEffect, useRef } from "react";
import { useKeptScroll } from "./list_scroll.js";

/** Puts the view into the address each time the operator changed it (`turn` counts those changes). */
export function Address({ query, turn }) {
  useKeptScroll();
  const shown = useRef(turn);
  useEffect(() => {
    // history.state is kept: React Router has its own place in there. After a lost session `turn` starts anew.
    if (turn > shown.current) history.replaceState(history.state, "", location.pathname + (query && "?" + query));
    shown.current = turn;
  }, [turn, query]);
  return null;
}
