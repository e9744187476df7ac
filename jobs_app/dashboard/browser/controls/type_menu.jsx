import * as Menu from "@radix-ui/react-dropdown-menu";

/** @param {string[]} chosen */
function menuLabel(chosen) {
  if (chosen.length === 0) return "Any type";
  return chosen.length === 1 ? chosen[0] : `${chosen.length} types`;
}

/**
 * A menu of the existing types, several of which can be chosen.
 * @param {{ types: string[], chosen: string[], onToggle: (type: string) => void }} props
 */
export function TypeMenu({ types, chosen, onToggle }) {
  const all = [...new Set([...types, ...chosen])];
  const label = menuLabel(chosen);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="select" aria-label={`Type: ${label}`}>
        {label}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="start" sideOffset={4}>
          {all.length === 0 && <div className="menu-empty">No jobs yet</div>}
          {all.map((type) => (
            <Menu.CheckboxItem
              key={type}
              className="menu-item"
              checked={chosen.includes(type)}
              onCheckedChange={() => onToggle(type)}
              onSelect={(event) => event.preventDefault()}
            >
              <span className="menu-mark">
                <Menu.ItemIndicator>✓</Menu.ItemIndicator>
              </span>
              {type}
            </Menu.CheckboxItem>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
