// The line that the address names: #L12.
import { useEffect, useState } from "react";

const lineOfHash = () => Number(/^#L(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);

/** The number of that line, 0 for none. */
export function useHash() {
  const [line, setLine] = useState(lineOfHash);
  useEffect(() => {
    const read = () => setLine(lineOfHash());
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return line;
}

export function nameLine(number) {
  // Not by a link: a changed hash would be a navigation, and Reflex would load the page anew.
  history.replaceState(history.state, "", `#L${number}`);
  dispatchEvent(new Event("hashchange"));
}
