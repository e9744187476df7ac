// Where the list was scrolled to when it was left, for the link back to it. The back button needs no help.
import { useEffect } from "react";

let left = 0;
let back = false;

/** The list is about to be opened again: as it was. */
export const comeBack = () => { back = true; };

export function useKeptScroll() {
  useEffect(() => {
    const note = () => { left = scrollY; };
    // React Router scrolls to the top after a link: later in this frame.
    if (back) requestAnimationFrame(() => scrollTo(0, left));
    back = false;
    document.addEventListener("click", note, true);
    return () => document.removeEventListener("click", note, true);
  }, []);
}
