import * as Menu from "@radix-ui/react-dropdown-menu";

/** The types that exist, to choose several from. */
export function TypeMenu({ types, chosen, onToggle }) {
  const all = [...new Set([...types, ...chosen])];
  const label = chosen.length === 0 ? "Any type" : chosen.length === 1 ? chosen[0] : `${chosen.length} types`;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="select" aria-label={`Type: ${label}`}>{label}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="start" sideOffset={4}>
          {all.length === 0 && <div className="menu-empty">No jobs yet</div>}
          {all.map((type) => (
            <Menu.CheckboxItem key={type} className="menu-item" checked={chosen.includes(type)}
                               onCheckedChange={() => onToggle(type)} onSelect={(event) => event.preventDefault()}>
              <span className="menu-mark"><Menu.ItemIndicator>✓</Menu.ItemIndicator></span>{type}
            </Menu.CheckboxItem>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
