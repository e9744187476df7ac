// Choosing bars of the overview with the pointer or the keyboard.
import { useEffect, useRef, useState } from "react";
import { BUCKETS, rangeOf } from "./overview_text.js";

/** @typedef {import("./overview_text.js").BarRange} BarRange */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -BUCKETS, End: BUCKETS, PageUp: -12, PageDown: 12 };

/** The index of the bar under a pointer. @param {Element} bars @param {number} x */
function indexAt(bars, x) {
  const { left, width } = bars.getBoundingClientRect();
  return Math.min(BUCKETS - 1, Math.max(0, Math.floor(((x - left) / width) * BUCKETS)));
}

/** @param {{ ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean }} event */
const opensElsewhere = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;

/**
 * A pointer that is dragged over bars; `onRange` is called when it is released over another bar than it began.
 * @param {import("react").RefObject<HTMLElement | null>} bars
 * @param {(range: BarRange) => void} onRange
 */
export function useDrag(bars, onRange) {
  const [range, setRange] = useState(/** @type {BarRange | null} */ (null));
  const latest = useRef(onRange);
  latest.current = onRange;
  const end = useRef(() => {});
  useEffect(() => () => end.current(), []);
  /** @param {import("react").PointerEvent} event */
  const begin = (event) => {
    const element = bars.current;
    if (event.button !== 0 || opensElsewhere(event) || !element) return;
    const from = indexAt(element, event.clientX);
    let to = from;
    /** @param {PointerEvent} moved */
    const move = (moved) => {
      to = indexAt(element, moved.clientX);
      setRange(rangeOf(from, to));
    };
    const release = () => {
      end.current();
      if (to !== from) latest.current(rangeOf(from, to));
    };
    const cancel = () => end.current();
    end.current = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", release);
      document.removeEventListener("pointercancel", cancel);
      setRange(null);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", release);
    document.addEventListener("pointercancel", cancel);
  };
  return { dragged: range, begin };
}

/**
 * One tab stop for all bars: arrows, Home, End and Page keys move, with Shift they extend, Escape ends the extension.
 * @param {import("react").RefObject<HTMLElement | null>} bars
 */
export function useKeys(bars) {
  const [current, setCurrent] = useState(BUCKETS - 1);
  const [anchor, setAnchor] = useState(/** @type {number | null} */ (null));
  /** @param {import("react").KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === "Escape" && anchor !== null) {
      event.stopPropagation();
      setAnchor(null);
    }
    const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.min(BUCKETS - 1, Math.max(0, current + step));
    setAnchor(event.shiftKey ? (anchor ?? current) : null);
    setCurrent(next);
    const bar = bars.current?.children[next];
    if (bar instanceof HTMLElement) bar.focus();
  };
  return {
    current,
    extended: anchor === null ? null : rangeOf(anchor, current),
    onKeyDown,
    /** @param {number} index */
    focus: (index) => {
      if (index !== current) setCurrent(index);
    },
    leave: () => setAnchor(null),
  };
}
