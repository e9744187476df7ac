import { useSyncExternalStore } from "react";

const largeScreen = () => matchMedia("(min-width: 721px) and (min-height: 621px)");

/** @param {() => void} onChange */
function subscribe(onChange) {
  const media = largeScreen();
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}

/**
 * Contents that unfold on small screens, and are always there on large ones.
 * @param {{ title: string, children: import("react").ReactNode }} props
 */
export function CollapsedOnSmallScreens({ title, children }) {
  const isLarge = useSyncExternalStore(
    subscribe,
    () => largeScreen().matches,
    () => true,
  );
  if (isLarge) return children;
  return (
    <details className="collapsed">
      <summary>{title}</summary>
      {children}
    </details>
  );
}
