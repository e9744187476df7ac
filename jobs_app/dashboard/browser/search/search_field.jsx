import { useEffect, useId, useRef, useState } from "react";
import { MAX_CHARACTERS, useDebouncedSearch } from "../controls/debounced_search.js";
import { suggestionsFor, termAt, valueIn, withoutOpenField } from "./search_terms.js";

const SUGGEST_MS = 150;

/** @typedef {{ label: string, insert: string, note: string }} Suggestion */
/** @typedef {(field: string, text: string) => void} OnSuggest */

/**
 * Requests the known values for the term that is being typed.
 * @param {string} term "" while nothing is suggested
 * @param {OnSuggest} onSuggest
 */
function useValues(term, onSuggest) {
  const request = useRef(onSuggest);
  request.current = onSuggest;
  const wanted = valueIn(term);
  const field = wanted?.field ?? "";
  const value = wanted?.value ?? "";
  useEffect(() => {
    if (!field) return;
    const timer = setTimeout(() => request.current(field, value), SUGGEST_MS);
    return () => clearTimeout(timer);
  }, [field, value]);
}

/**
 * Which suggestion the arrow keys have reached, -1 for none, and the handler of the keys.
 * @param {Suggestion[]} options
 * @param {boolean} open
 * @param {(open: boolean) => void} setOpen
 * @param {(option: Suggestion) => void} pick
 * @returns {[number, (active: number) => void, (event: import("react").KeyboardEvent) => void]}
 */
function useOptionKeys(options, open, setOpen, pick) {
  const [reached, setActive] = useState(-1);
  const active = open && reached < options.length ? reached : -1;
  /** @type {Record<string, () => void>} */
  const actions = {
    ArrowDown: () => {
      setOpen(true);
      setActive(active + 1 < options.length ? active + 1 : 0);
    },
    ArrowUp: () => {
      setOpen(true);
      setActive(active > 0 ? active - 1 : options.length - 1);
    },
    Escape: () => setOpen(false),
    Enter: () => (active < 0 ? setOpen(false) : pick(options[active])),
    Tab: () => pick(options[active]),
  };
  return [
    active,
    setActive,
    (event) => {
      const isOurs = { Escape: open, Tab: active >= 0 }[event.key] ?? true;
      if (!(event.key in actions) || !isOurs || event.nativeEvent.isComposing) return;
      event.preventDefault();
      actions[event.key]();
    },
  ];
}

/**
 * What is suggested for the term at the caret.
 * @param {string} text
 * @param {(typed: string) => void} type
 * @param {{ found: string[], foundFor: string, onSuggest: OnSuggest }} props
 */
function useSuggestions(text, type, { found, foundFor, onSuggest }) {
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const term = open ? termAt(text, caret) : "";
  useValues(term, onSuggest);
  const values = valueIn(term)?.field === foundFor ? found : [];
  const options = open && (term || !text) ? suggestionsFor(term, values) : [];
  /** @param {Suggestion} option */
  const pick = (option) => {
    const start = caret - term.length;
    const typed = text.slice(0, start) + option.insert + text.slice(caret).trimStart();
    type(typed.slice(0, MAX_CHARACTERS));
    setActive(-1);
    const end = Math.min(start + option.insert.length, MAX_CHARACTERS);
    setCaret(end);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  };
  const [active, setActive, onKeyDown] = useOptionKeys(options, open, setOpen, pick);
  /** @type {import("react").ChangeEventHandler<HTMLInputElement>} */
  const onChange = (event) => {
    type(event.target.value);
    setCaret(event.target.selectionStart ?? event.target.value.length);
    setActive(-1);
    setOpen(true);
  };
  return { field, open, setOpen, options, active, pick, setCaret, onChange, onKeyDown };
}

/**
 * The search field of the list, a combobox (WAI-ARIA) that suggests fields, and values of some; it keeps what is being
 * typed when updates arrive.
 * @param {{ value: string, found: string[], foundFor: string, onSearch: (text: string) => void, onSuggest: OnSuggest }} props
 */
export function SearchField(props) {
  const [text, type, leave] = useDebouncedSearch(props.value, props.onSearch, withoutOpenField);
  const { field, open, setOpen, options, active, pick, setCaret, onChange, onKeyDown } = useSuggestions(
    text,
    type,
    props,
  );
  const list = useId();
  return (
    <div className="search-field">
      <input
        ref={field}
        type="search"
        id="search"
        className="search"
        placeholder="Search target, id, type, worker or error"
        aria-label="Search jobs"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={options.length > 0 ? list : undefined}
        aria-activedescendant={active < 0 ? undefined : `${list}-${active}`}
        aria-describedby={open && !text ? `${list}-help` : undefined}
        autoComplete="off"
        maxLength={MAX_CHARACTERS}
        value={text}
        onChange={onChange}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onKeyDown={onKeyDown}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          leave();
        }}
      />
      {open && (options.length > 0 || !text || text.length >= MAX_CHARACTERS) && (
        <div className="menu search-menu">
          <Note id={`${list}-help`} length={text.length} />
          <Suggestions id={list} options={options} active={active} onPick={pick} />
        </div>
      )}
    </div>
  );
}

/**
 * What an empty search takes, and that a long one takes no more.
 * @param {{ id: string, length: number }} props
 */
function Note({ id, length }) {
  if (length >= MAX_CHARACTERS) {
    return (
      <p className="menu-note" role="status">
        A search has at most {MAX_CHARACTERS} characters; what is beyond is not searched.
      </p>
    );
  }
  return length ? null : (
    <p id={id} className="menu-note">
      Words are looked for in target, id, type, worker and error, “in quotes” as one.
    </p>
  );
}

/** @param {{ id: string, options: Suggestion[], active: number, onPick: (option: Suggestion) => void }} props */
const Suggestions = ({ id, options, active, onPick }) =>
  options.length > 0 && (
    <div role="listbox" id={id} aria-label="Suggestions" tabIndex={-1}>
      {options.map((option, index) => (
        <div
          key={option.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          className="menu-item"
          aria-selected={index === active}
          data-highlighted={index === active || undefined}
          onMouseDown={(event) => {
            event.preventDefault(); // The focus stays in the field.
            onPick(option);
          }}
        >
          <span>{option.label}</span>
          {option.note && <span className="suggestion-note">{option.note}</span>}
        </div>
      ))}
    </div>
  );
