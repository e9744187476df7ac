import { useEffect, useRef, useState } from "react";

const DEBOUNCE_MS = 250;
const RESPONSE_TIMEOUT_MS = 10_000; // after this a response to a search may have been lost
const MAX_CHARACTERS = 200;

/**
 * The text of the field, and a function to call when a text is typed.
 *
 * Responses may arrive late: values that were sent before the last key are ignored. Only values from elsewhere, such as
 * the back button, replace the text.
 * @param {string} value
 * @param {(text: string) => void} onSearch
 * @returns {[string, (typed: string) => void]}
 */
export function useDebouncedSearch(value, onSearch) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const current = useRef(value);
  const unanswered = useRef(/** @type {string[]} */ ([]));
  const responseDue = useRef(0);
  current.current = value;
  useEffect(() => {
    const answered = unanswered.current.indexOf(value) + 1;
    unanswered.current.splice(0, answered);
    const waiting = unanswered.current.length > 0 && Date.now() < responseDue.current;
    if (answered || timer.current || waiting) return;
    unanswered.current = [];
    setText(value);
  }, [value]);
  /** @param {string} typed */
  const search = (typed) => {
    timer.current = 0;
    const normalized = typed.trim().slice(0, MAX_CHARACTERS);
    // Without a change there is no response to wait for.
    if (normalized !== (unanswered.current.at(-1) ?? current.current)) unanswered.current.push(normalized);
    responseDue.current = Date.now() + RESPONSE_TIMEOUT_MS;
    onSearch(typed);
  };
  /** @param {string} typed */
  const type = (typed) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => search(typed), DEBOUNCE_MS);
  };
  return [text, type];
}

/**
 * A search field that keeps what is being typed when updates arrive.
 * @param {{ value: string, onSearch: (text: string) => void }} props
 */
export function SearchBox({ value, onSearch }) {
  const [text, type] = useDebouncedSearch(value, onSearch);
  return (
    <input
      type="search"
      id="search"
      className="search"
      placeholder="Search target, id, type, worker or error"
      aria-label="Search jobs"
      maxLength={MAX_CHARACTERS}
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}
