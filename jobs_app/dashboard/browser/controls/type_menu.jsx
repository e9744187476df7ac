import * as Menu from "@radix-ui/react-dropdown-menu";
import { useRef } from "react";
import { formatInteger } from "../format/format_number.js";
import { TypeSearch, useTypingInMenu } from "./type_search.jsx";

/**
 * @typedef {object} TypeMenuProps
 * @property {string[]} types those that match the search, up to a limit
 * @property {string[]} chosen
 * @property {number} matching how many match
 * @property {number} total how many there are
 * @property {boolean} complete whether those are all
 * @property {string} search
 * @property {number} limit how many can be chosen
 * @property {(type: string) => void} onToggle
 * @property {(text: string) => void} onSearch
 */

/** @param {string[]} chosen */
function menuLabel(chosen) {
  if (chosen.length === 0) return "Any type";
  return chosen.length === 1 ? chosen[0] : `${chosen.length} types`;
}

/** What the menu shows, and what it does not. @param {TypeMenuProps} props */
function menuNote({ types, chosen, matching, total, complete, search, limit }) {
  const all = complete ? formatInteger(total) : `more than ${formatInteger(total)}`;
  const found = types.length < matching ? `${types.length} of ${formatInteger(matching)}` : formatInteger(matching);
  const parts = [search ? `${found} matching, of ${all}` : `${types.length < total ? found : all} types`];
  if (types.length < matching) parts.push("type to search");
  if (!complete) parts.push("a whole name can be typed");
  if (chosen.length >= limit) parts.push(`${limit} chosen, the most that is possible`);
  return parts.join(" — ");
}

/** The types to choose from. @param {TypeMenuProps} props */
function offered({ types, chosen, complete, search }) {
  const wanted = search.toLowerCase();
  const others = chosen.filter((type) => type.toLowerCase().includes(wanted));
  const typed = search && !complete ? [search] : [];
  return [...new Set([...types, ...others, ...typed])];
}

/**
 * A menu of the existing types, several of which can be chosen; a search reaches those that are not sent.
 * @param {TypeMenuProps} props
 */
export function TypeMenu(props) {
  const { chosen, total, search, limit, onToggle, onSearch } = props;
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const onKey = useTypingInMenu(field);
  const label = menuLabel(chosen);
  return (
    <Menu.Root modal={false} onOpenChange={() => search && onSearch("")}>
      <Menu.Trigger className="select" aria-label={`Type: ${label}`} aria-haspopup="dialog">
        {label}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          className="menu type-menu"
          align="start"
          sideOffset={4}
          role="dialog"
          aria-orientation={undefined}
          onKeyDownCapture={onKey}
        >
          <TypeSearch field={field} search={search} onSearch={onSearch} />
          <p className="menu-note" role="status">
            {total === 0 ? "No jobs yet" : menuNote(props)}
          </p>
          <div role="menu" aria-label="Types" className="menu-items">
            {offered(props).map((type) => (
              <TypeItem
                key={type}
                type={type}
                checked={chosen.includes(type)}
                full={chosen.length >= limit}
                onToggle={onToggle}
              />
            ))}
          </div>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** @param {{ type: string, checked: boolean, full: boolean, onToggle: (type: string) => void }} props */
const TypeItem = ({ type, checked, full, onToggle }) => (
  <Menu.CheckboxItem
    className="menu-item"
    checked={checked}
    disabled={full && !checked}
    onCheckedChange={() => onToggle(type)}
    onSelect={(event) => event.preventDefault()}
  >
    <span className="menu-mark">
      <Menu.ItemIndicator>✓</Menu.ItemIndicator>
    </span>
    {type}
  </Menu.CheckboxItem>
);
