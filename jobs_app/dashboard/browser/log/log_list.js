// The virtual list of a log's lines: its window on the log, its scroll position, and following the log's end.
import { useEffect, useLayoutEffect, useReducer, useRef } from "react";
import { AT_END_PX, useWindowList } from "./log_virtualizer.js";
import { growWindow, MAX_LINES, moveWindow } from "./log_window.js";

export const END = Infinity;

/** @typedef {import("./log_matches.js").Match} Match */
/** @typedef {import("react").RefObject<HTMLDivElement | null>} BoxRef */
/** @typedef {import("./log_virtualizer.js").VirtualList} VirtualList */

/** @typedef {import("./log_virtualizer.js").Place} Place */

/** @param {HTMLDivElement | null} box */
const isAtBottom = (box) => !box || box.scrollHeight - box.scrollTop - box.clientHeight <= AT_END_PX;

/** @param {HTMLDivElement | null} box */
function hasSelection(box) {
  const selection = getSelection();
  return !!box && !!selection && !selection.isCollapsed && box.contains(selection.anchorNode);
}

/**
 * Follow the end of the log if the reader is there. Runs in render: the box is still as it was.
 * @param {Place} place
 * @param {HTMLDivElement | null} box
 * @param {number} total
 * @param {Match[] | null} found
 */
function followEnd(place, box, total, found) {
  const newest = found ? (found.at(-1)?.[0] ?? 0) : total;
  if (place.newest === newest) return;
  const follows = place.ends && isAtBottom(box) && !hasSelection(box);
  place.newest = newest;
  if (follows) place.wanted ||= END;
  if (!found) place.before = growWindow(place.before, total, follows);
}

/**
 * Scroll to the wanted line after each render.
 * @param {VirtualList} list
 * @param {Place} place
 * @param {{ before: number, count: number, total: number, found: Match[] | null }} contents
 */
function useScrollToWanted(list, place, { before, count, total, found }) {
  useLayoutEffect(() => {
    const { wanted } = place;
    Object.assign(place, { wanted: 0, ends: !!found || before + MAX_LINES >= total });
    if (wanted === END) return list.scrollToEnd();
    const index = found ? found.findIndex(([line]) => line >= wanted) : wanted - before - 1;
    if (wanted && index >= 0 && index < count) list.scrollToIndex(index, { align: "center" });
  });
}

/**
 * The numbers of the lines on screen.
 * @param {VirtualList} list
 * @param {(index: number) => number} numberAt
 */
function visibleNumbers(list, numberAt) {
  const { startIndex, endIndex } = list.range ?? { startIndex: 0, endIndex: -1 };
  return Array.from({ length: endIndex - startIndex + 1 }, (_, offset) => numberAt(startIndex + offset));
}

/**
 * The list of a log of `total` lines, or of the lines `found` in it.
 * @param {BoxRef} box
 * @param {number} total
 * @param {Match[] | null} found
 * @param {(start: number, end: number) => void} request is called with the visible lines of the log
 */
export function useList(box, total, found, request) {
  const [, rerender] = useReducer((n) => n + 1, 0);
  /** @type {Place} */
  const place = useRef({ before: 0, newest: 0, ends: true, wanted: 0, held: 0 }).current;
  followEnd(place, box.current, total, found);
  const before = found ? 0 : place.before;
  const contents = { before, total, found, count: found ? found.length : Math.min(MAX_LINES, total - before) };
  /** @param {number} index */
  const numberAt = (index) => (found ? found[index][0] : before + index + 1);
  const { list, onChange } = useWindowList(box, place, contents, numberAt, { request, rerender });
  useScrollToWanted(list, place, contents);
  useEffect(() => onChange(list), [total]);

  const atEnd = () => place.ends && isAtBottom(box.current);
  /** @param {number} number */
  const goTo = (number) => {
    Object.assign(place, { wanted: number, held: 0 });
    if (!found) place.before = number === END ? growWindow(before, total, true) : moveWindow(before, total, number);
    rerender();
  };
  /**
   * Keep the first visible line that is loaded at its position while lines above it are loaded.
   * @param {(number: number) => boolean} isLoaded
   */
  const hold = (isLoaded) => {
    const numbers = visibleNumbers(list, numberAt);
    const firstNotLoaded = numbers.findLastIndex((number) => !isLoaded(number));
    if (firstNotLoaded < numbers.length - 1) place.held = numbers[firstNotLoaded + 1];
  };
  /**
   * The number of the line being read: one of the given ones if visible, else the last one at the end, else the first.
   * @param {number[]} preferred
   */
  const currentLine = (...preferred) => {
    const numbers = visibleNumbers(list, numberAt);
    return preferred.find((number) => numbers.includes(number)) ?? numbers.at(atEnd() ? -1 : 0) ?? 0;
  };
  return { list, count: contents.count, numberAt, goTo, hold, currentLine, atEnd };
}
