import { useEffect, useRef } from "react";
import { showListStart } from "./list_scroll.js";
import { useRowClicks } from "./row_clicks.js";

const IDLE_MS = 30_000; // a pointer that did not move for so long points at nothing

/**
 * Reports whether the pointer is in use over the rows of the list; returns a function that ends that.
 * @param {(reading: boolean) => void} onReading
 */
function useReading(onReading) {
  const latest = useRef(onReading);
  latest.current = onReading;
  const reading = useRef(false);
  const timer = useRef(0);
  /** @param {boolean} value */
  const report = (value) => {
    clearTimeout(timer.current);
    if (value) timer.current = window.setTimeout(() => report(false), IDLE_MS);
    if (value !== reading.current) latest.current(value);
    reading.current = value;
  };
  const current = useRef(report);
  useEffect(() => {
    /** @param {PointerEvent | WheelEvent} event */
    const move = (event) => {
      const isOver = event.target instanceof Element && event.target.closest(".jobs tbody") !== null;
      current.current(isOver && !("pointerType" in event && event.pointerType === "touch"));
    };
    const leave = () => current.current(false);
    document.addEventListener("pointermove", move);
    document.addEventListener("wheel", move, { passive: true });
    document.documentElement.addEventListener("pointerleave", leave);
    return () => {
      leave();
      document.removeEventListener("pointermove", move);
      document.removeEventListener("wheel", move);
      document.documentElement.removeEventListener("pointerleave", leave);
    };
  }, []);
  return () => current.current(false);
}

/**
 * How many new rows wait while the pointer is over the list, and a button that shows them.
 * @param {{ count: number, onReading: (reading: boolean) => void }} props
 */
export function NewRows({ count, onReading }) {
  useRowClicks();
  const stopReading = useReading(onReading);
  const show = () => {
    stopReading();
    showListStart();
  };
  return (
    <div className="new-rows" role="status">
      {count > 0 && (
        <button type="button" data-testid="new-rows" data-count={count} onClick={show}>
          {count === 1 ? "1 new job" : `${count} new jobs`} <span aria-hidden="true">↑</span>
        </button>
      )}
    </div>
  );
}
