import { useEffect, useRef, useState } from "react";
import { formatInteger } from "../format/format_number.js";

const DEBOUNCE_MS = 250;

/** @typedef {import("./log_search.js").Search} Search */

/**
 * "3 of 1 000", "no match", "searching…"; "" without a search.
 * @param {Search} search
 * @param {string} q
 * @param {string} level
 * @param {number} position of the current match, 0 for none
 */
function countText(search, q, level, position) {
  const count = search.lines.length;
  if (!q && !level) return "";
  if (!count) return search.done ? "no match" : "searching…";
  const suffix = search.more ? "+" : search.done ? "" : "…";
  return `${q && position ? `${formatInteger(position)} of ` : ""}${formatInteger(count)}${suffix}`;
}

/**
 * The text that a screen reader announces: the result of a search, not that it grows.
 * @param {string} text
 * @param {string} question changes with what the reader asked
 */
function useAnnouncement(text, question) {
  const announced = useRef({ text: "", question: /** @type {string | undefined} */ (undefined) });
  if (announced.current.question !== question) announced.current = { text, question };
  return announced.current.text;
}

/**
 * Focuses the field on "/".
 * @param {import("react").RefObject<HTMLInputElement | null>} field
 */
function useSlashKey(field) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/**
 * The search field of a log, with the count of matches and steps between them.
 * @param {{ q: string, level: string, search: Search, position: number, step: (by: 1 | -1) => void,
 *   onChange: (q: string) => void }} props
 */
export function LogSearchField({ q, level, search, position, step, onChange }) {
  const [text, setText] = useState(q);
  const timer = useRef(0);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useSlashKey(field);
  /** @param {string} typed */
  const type = (typed) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChange(typed), DEBOUNCE_MS);
  };
  /** @param {import("react").KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") type("");
  };
  const count = countText(search, q, level, position);
  const announcement = useAnnouncement(count, `${level} ${position} ${search.done || search.more} ${q}`);
  return (
    <span className="log-search">
      <input
        ref={field}
        type="search"
        className="search"
        placeholder="Search the log"
        aria-label="Search the log"
        maxLength={500}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="log-count" data-testid="log-count">
        {count}
      </span>
      <span className="sr-only" role="status">
        {announcement}
      </span>
      <Steps enabled={Boolean(q && search.lines.length)} step={step} />
    </span>
  );
}

/** @param {{ enabled: boolean, step: (by: 1 | -1) => void }} props */
const Steps = ({ enabled, step }) => (
  <>
    <button
      type="button"
      className="secondary"
      onClick={() => step(-1)}
      disabled={!enabled}
      aria-label="Previous match"
    >
      ↑
    </button>
    <button type="button" className="secondary" onClick={() => step(1)} disabled={!enabled} aria-label="Next match">
      ↓
    </button>
  </>
);
