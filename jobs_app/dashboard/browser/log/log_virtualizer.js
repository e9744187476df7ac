// The virtualizer of a log: renders the visible lines of its window.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback } from "react";
import { moveWindow } from "./log_window.js";

const ROW_HEIGHT_PX = 18; // as in jobs.css
const OVERSCAN_LINES = 20;
export const AT_END_PX = 40;

/** @typedef {import("./log_matches.js").Match} Match */
/** @typedef {import("react").RefObject<HTMLDivElement | null>} BoxRef */
/** @typedef {import("@tanstack/react-virtual").Virtualizer<HTMLDivElement, Element>} VirtualList */
/** @typedef {{ getScrollOffset: () => number }} WithPrivateMethods */

/**
 * @typedef {object} Place
 * @property {number} before lines before the window
 * @property {number} newest number of the last line at the last render
 * @property {boolean} ends whether the window contains the end of the log
 * @property {number} wanted the line to scroll to after this render, END for the end, 0 for none
 * @property {number} held the line that keeps its position on screen while lines above it are loaded, 0 for none
 */

/**
 * The virtualizer of the window. Its `onChange` requests the visible lines and moves the window.
 * @param {BoxRef} box
 * @param {Place} place
 * @param {{ before: number, count: number, total: number, found: Match[] | null }} contents
 * @param {(index: number) => number} numberAt
 * @param {{ request: (start: number, end: number) => void, rerender: () => void }} actions
 */
export function useWindowList(box, place, { before, count, total, found }, numberAt, { request, rerender }) {
  // A new function makes the list compute its layout again: 6 ms for a full window.
  const keyOf = useCallback(
    /** @param {number} index */
    (index) => (found?.[index] ? found[index][0] : before + index + 1),
    [found, before],
  );
  /** @param {VirtualList} list */
  const onChange = ({ range, scrollOffset }) => {
    if (!range || found || !box.current) return;
    request(before + range.startIndex - OVERSCAN_LINES, before + range.endIndex + OVERSCAN_LINES);
    if (Math.abs(box.current.scrollTop - (scrollOffset ?? 0)) > 1) return; // scrolling: the range is the old one
    place.before = moveWindow(before, total, before + range.startIndex + 1);
    if (place.before !== before) rerender();
    if (place.held < numberAt(range.startIndex) || place.held > numberAt(range.endIndex)) place.held = 0;
  };
  /** @type {VirtualList} */
  const list = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: OVERSCAN_LINES,
    getItemKey: keyOf,
    anchorTo: "end",
    scrollEndThreshold: AT_END_PX,
    onChange,
  });
  // Lines above the current one grow when they are loaded. The list by itself would not compensate all of that: neither
  // for visible lines, nor while the reader scrolls up.
  const { getScrollOffset } = /** @type {WithPrivateMethods} */ (/** @type {unknown} */ (list));
  list.shouldAdjustScrollPositionOnItemSizeChange = (item) =>
    item.start < getScrollOffset() || numberAt(item.index) < place.held;
  return { list, onChange };
}
