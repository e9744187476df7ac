import { useEffect, useRef, useState } from "react";

const PAUSE = 250; // ms without a key before the list is searched
const PATIENCE = 10_000; // ms after which an answer to a search may have been lost

/**
 * A search field that keeps what is being typed, whatever arrives meanwhile: answers come late on a slow line, and what
 * was sent before the last key is not news. Only what comes from elsewhere, such as the back button, is taken over.
 */
export function SearchBox({ value, onSearch }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const current = useRef(value);
  const unanswered = useRef([]);
  const patientUntil = useRef(0);
  current.current = value;
  useEffect(() => {
    const answered = unanswered.current.indexOf(value) + 1;
    unanswered.current.splice(0, answered);
    const waiting = unanswered.current.length > 0 && Date.now() < patientUntil.current;
    if (answered || timer.current || waiting) return;
    unanswered.current = [];
    setText(value);
  }, [value]);
  const search = (typed) => {
    timer.current = 0;
    const sought = typed.trim().slice(0, 200);
    // Without a change there is no answer to wait for.
    if (sought !== (unanswered.current.at(-1) ?? current.current)) unanswered.current.push(sought);
    patientUntil.current = Date.now() + PATIENCE;
    onSearch(typed);
  };
  const type = (event) => {
    const typed = event.target.value;
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(typed), PAUSE);
  };
  return <input type="search" id="search" className="search" placeholder="Search target or id" aria-label="Search target or id"
                maxLength={200} value={text} onChange={type} />;
}
