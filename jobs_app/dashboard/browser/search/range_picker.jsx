import { useEffect, useId, useRef, useState } from "react";
import { fieldValue, isoOfField, PRESETS, rangeText } from "./time_ranges.js";

/** @typedef {(start: string, end: string) => void} OnChoose both in ISO 8601, "" where the range is open */

/**
 * Closes what is open when the operator presses Escape, or clicks or moves the focus outside of it.
 * @param {import("react").RefObject<HTMLElement | null>} root
 * @param {boolean} open
 * @param {(escaped: boolean) => void} close
 */
export function useDismiss(root, open, close) {
  useEffect(() => {
    if (!open) return;
    /** @param {Event} event */
    const onOutside = (event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close(false);
    };
    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
      if (event.key === "Escape") close(true);
    };
    document.addEventListener("pointerdown", onOutside);
    document.addEventListener("focusin", onOutside);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onOutside);
      document.removeEventListener("focusin", onOutside);
      document.removeEventListener("keydown", onKey);
    };
  });
}

/**
 * The text of a range in the time zone of the browser.
 * @param {{ start: string, end: string }} props
 */
export const RangeText = ({ start, end }) => <>{rangeText(start, end, Date.now())}</>;

/**
 * A button that opens a choice of days and nights, and two fields for any other range.
 * @param {{ start: string, end: string, onChoose: OnChoose }} props
 */
export function RangePicker({ start, end, onChoose }) {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  /** @param {boolean} toButton */
  const close = (toButton) => {
    setOpen(false);
    if (toButton) root.current?.querySelector("button")?.focus();
  };
  useDismiss(root, open, close);
  const text = rangeText(start, end, Date.now());
  /** @type {OnChoose} */
  const choose = (first, last) => {
    onChoose(first, last);
    close(true);
  };
  return (
    <div className="range-picker" ref={root}>
      <button
        type="button"
        className="select"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`Period: ${text || "any"}`}
        onClick={() => setOpen(!open)}
      >
        {text || "Period"}
      </button>
      {open && <RangeDialog start={start} end={end} onChoose={choose} />}
    </div>
  );
}

/** @param {{ start: string, end: string, onChoose: OnChoose }} props */
function RangeDialog({ start, end, onChoose }) {
  const [from, setFrom] = useState(fieldValue(start));
  const [to, setTo] = useState(fieldValue(end));
  const first = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const problem = useId();
  useEffect(() => first.current?.focus(), []);
  const reversed = Boolean(from && to && to <= from);
  /** @param {import("react").FormEvent} event */
  const apply = (event) => {
    event.preventDefault();
    if (!reversed) onChoose(isoOfField(from), isoOfField(to));
  };
  return (
    <div role="dialog" aria-label="Period" className="menu range-menu">
      <div className="range-presets">
        {Object.entries(PRESETS).map(([name, range], index) => (
          <button
            key={name}
            ref={index ? undefined : first}
            type="button"
            onClick={() => {
              const [begins, ends] = range(Date.now());
              onChoose(new Date(begins).toISOString(), new Date(ends).toISOString());
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <form onSubmit={apply}>
        <Moment label="From" value={from} onChange={setFrom} />
        <Moment label="To" value={to} onChange={setTo} problem={reversed ? problem : undefined} />
        <p id={problem} role="alert" className="range-problem">
          {reversed ? "It ends before it starts." : ""}
        </p>
        <div className="range-buttons">
          <button type="button" disabled={!start && !end} onClick={() => onChoose("", "")}>
            Any time
          </button>
          <button type="submit" className="primary" disabled={reversed}>
            Show
          </button>
        </div>
      </form>
    </div>
  );
}

/** @param {{ label: string, value: string, onChange: (value: string) => void, problem?: string }} props */
const Moment = ({ label, value, onChange, problem }) => (
  <label>
    {label}
    <input
      type="datetime-local"
      className="search"
      value={value}
      aria-invalid={problem ? true : undefined}
      aria-describedby={problem}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);
