// The list of a log's lines on screen: what it holds, where it is scrolled to, and how it follows the log's end.
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { grown, MOST, moved } from "./log_window.js";

const ROW = 18; // px, as in jobs.css
const AT_END = 40; // px
const OVERSCAN = 20;
export const END = Infinity;

const isLow = (box) => !box || box.scrollHeight - box.scrollTop - box.clientHeight <= AT_END;
const selects = (box) => { const chosen = getSelection(); return !!box && !chosen.isCollapsed && box.contains(chosen.anchorNode); };

/** Of a log of `total` lines, or of those `picked`; `show(start, end)` is told what is seen of the log. */
export function useList(box, total, picked, show) {
  const [, again] = useReducer((n) => n + 1, 0);
  const place = useRef({ before: 0, newest: 0, ends: true, wanted: 0, held: 0 }).current;
  const newest = picked ? picked.at(-1)?.[0] ?? 0 : total;
  const atEnd = () => place.ends && isLow(box.current);
  if (place.newest !== newest) { // in render: the box still is as it was
    const follows = atEnd() && !selects(box.current);
    place.newest = newest;
    if (follows) place.wanted ||= END;
    if (!picked) place.before = grown(place.before, total, follows);
  }
  const before = picked ? 0 : place.before;
  const count = picked ? picked.length : Math.min(MOST, total - before);
  const numberAt = (index) => (picked ? picked[index][0] : before + index + 1);
  // A new function makes the list lay out anew: 6 ms for all it holds.
  const keyOf = useCallback((index) => (picked?.[index] ? picked[index][0] : before + index + 1), [picked, before]);

  const look = ({ range, scrollOffset }) => {
    if (!range || picked) return;
    show(before + range.startIndex - OVERSCAN, before + range.endIndex + OVERSCAN);
    if (Math.abs(box.current.scrollTop - scrollOffset) > 1) return; // on its way: the range is the old one
    place.before = moved(before, total, before + range.startIndex + 1);
    if (place.before !== before) again();
    if (place.held < numberAt(range.startIndex) || place.held > numberAt(range.endIndex)) place.held = 0;
  };
  const list = useVirtualizer({
    count, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: OVERSCAN, getItemKey: keyOf,
    anchorTo: "end", scrollEndThreshold: AT_END, onChange: look,
  });
  // Lines above the one that is read grow when they are loaded. The list would not make up for all of that by itself:
  // neither for those that are seen, nor while somebody scrolls up.
  list.shouldAdjustScrollPositionOnItemSizeChange = (item) => item.start < list.getScrollOffset() || numberAt(item.index) < place.held;
  useLayoutEffect(() => {
    const { wanted } = place;
    Object.assign(place, { wanted: 0, ends: !!picked || before + MOST >= total });
    if (wanted === END) return list.scrollToEnd();
    const index = picked ? picked.findIndex(([line]) => line >= wanted) : wanted - before - 1;
    if (wanted && index >= 0 && index < count) list.scrollToIndex(index, { align: "center" });
  });
  useEffect(() => look(list), [total]);

  const goTo = (number) => {
    Object.assign(place, { wanted: number, held: 0 });
    if (!picked) place.before = number === END ? grown(before, total, true) : moved(before, total, number);
    again();
  };
  /** Let the first line seen that is `loaded` stay where it is on screen, though those above it are loaded now. */
  const hold = (loaded) => {
    const { startIndex, endIndex } = list.range ?? { startIndex: 0, endIndex: -1 };
    for (let index = endIndex; index >= startIndex && loaded(numberAt(index)); index--) place.held = numberAt(index);
  };
  /** The number of the line that is read: one of those named if it is seen, else the last one at the end, or the first. */
  const read = (...named) => {
    const { startIndex, endIndex } = list.range ?? { startIndex: 0, endIndex: -1 };
    const seen = Array.from({ length: endIndex - startIndex + 1 }, (_, at) => numberAt(startIndex + at));
    return named.find((number) => seen.includes(number)) ?? seen.at(atEnd() ? -1 : 0) ?? 0;
  };
  return { list, count, numberAt, goTo, hold, read, atEnd };
}
