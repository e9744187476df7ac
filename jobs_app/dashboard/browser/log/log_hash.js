// The permalink of a log line in the URL: #L12.
import { useEffect, useState } from "react";

const lineOfHash = () => Number(/^#L(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);

/** The line number of the permalink, 0 for none. */
export function usePermalink() {
  const [line, setLine] = useState(lineOfHash);
  useEffect(() => {
    const read = () => setLine(lineOfHash());
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return line;
}

/** @param {number} number */
export function setPermalink(number) {
  // Not by a link: a changed hash would be a navigation, and Reflex would load the page again.
  history.replaceState(history.state, "", `#L${number}`);
  dispatchEvent(new Event("hashchange"));
}
