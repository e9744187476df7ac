import { useEffect } from "react";
import { useDebouncedSearch } from "./debounced_search.js";

/** @typedef {import("react").RefObject<HTMLInputElement | null>} Field */

/**
 * The search field of the menu of types, focused when the menu opens.
 * @param {{ field: Field, search: string, onSearch: (text: string) => void }} props
 */
export function TypeSearch({ field, search, onSearch }) {
  const [text, type] = useDebouncedSearch(search, onSearch);
  useEffect(() => {
    // The menu takes the focus when it opens: after this effect.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [field]);
  return (
    <input
      ref={field}
      type="search"
      className="search"
      placeholder="Search types"
      aria-label="Search types"
      maxLength={200}
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}

/**
 * Key handler of a menu with a search field: characters go to the field, the arrows lead from it to the items and back.
 * @param {Field} field
 * @returns {(event: import("react").KeyboardEvent<HTMLElement>) => void}
 */
export function useTypingInMenu(field) {
  return (event) => {
    const items = event.currentTarget.querySelectorAll('[role="menuitemcheckbox"]:not([data-disabled])');
    const inField = event.target === field.current;
    const isCharacter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (inField && event.key === "ArrowDown" && items[0] instanceof HTMLElement) {
      event.preventDefault();
      items[0].focus();
    } else if ((isCharacter && event.key !== " ") || (event.key === "ArrowUp" && event.target === items[0])) {
      field.current?.focus();
    } else if (!inField || event.key === "Escape" || event.key === "Tab") return;
    event.stopPropagation();
  };
}
