import { useEffect, useRef, useState } from "react";

const DEBOUNCE_MS = 250;
const RESPONSE_TIMEOUT_MS = 10_000; // after this a response to a search may have been lost
export const MAX_CHARACTERS = 200;

/**
 * The text of the field, a function to call when a text is typed, and one for when the operator leaves the field.
 *
 * Responses may arrive late: values that were sent before the last key are ignored. Only values from elsewhere, such as
 * the back button, replace the text.
 * @param {string} value
 * @param {(text: string) => void} onSearch
 * @param {(text: string) => string} complete the part of a text that is searched while it is typed
 * @returns {[string, (typed: string) => void, () => void]}
 */
export function useDebouncedSearch(value, onSearch, complete = (typed) => typed) {
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
    timer.current = window.setTimeout(() => search(complete(typed)), DEBOUNCE_MS);
  };
  const leave = () => {
    if (complete(text) === text || text.trim() === current.current) return;
    clearTimeout(timer.current);
    search(text);
  };
  return [text, type, leave];
}
