// The scroll position of the list: its start, and where it was left, for the link back to it.
// The back button restores its own.
import { useEffect } from "react";

let savedScroll = 0;
let restore = false;

/** The list is about to be opened again, at its saved scroll position. */
export function restoreListScroll() {
  restore = true;
}

export function useSavedScroll() {
  useEffect(() => {
    const save = () => {
      savedScroll = scrollY;
    };
    // React Router scrolls to the top after a link: later in this frame.
    if (restore) requestAnimationFrame(() => scrollTo(0, savedScroll));
    restore = false;
    document.addEventListener("click", save, true);
    return () => document.removeEventListener("click", save, true);
  }, []);
}

/** Scrolls to the head of the list, if that is above what is on screen. */
export function showListStart() {
  const table = document.querySelector(".jobs");
  if (table && table.getBoundingClientRect().top < 0) table.scrollIntoView();
}
