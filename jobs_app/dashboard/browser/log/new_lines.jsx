import { useEffect, useRef, useState } from "react";
import { formatInteger } from "../format/format_number.js";

/**
 * The number of lines added since the reader left the end of the log; 0 at the end.
 * @param {import("react").RefObject<HTMLDivElement | null>} box
 * @param {number} total
 * @param {() => boolean} atEnd
 */
export function useNewLines(box, total, atEnd) {
  const seen = useRef(total);
  const [, rerender] = useState(0);
  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (box.current);
    const check = () => {
      if (!atEnd() || seen.current === total) return;
      seen.current = total;
      rerender((n) => n + 1);
    };
    element.addEventListener("scroll", check, { passive: true });
    const frame = requestAnimationFrame(check); // after the list has followed the end
    return () => {
      element.removeEventListener("scroll", check);
      cancelAnimationFrame(frame);
    };
  }, [total]);
  if (seen.current > total) seen.current = total;
  return total - seen.current;
}

/**
 * A button that leads to the new lines.
 * @param {{ count: number, onClick: () => void }} props
 */
export function NewLinesButton({ count, onClick }) {
  const text = count ? `${formatInteger(count)} new ${count === 1 ? "line" : "lines"}` : "";
  const announced = useRef(""); // that there are new lines, not how many more with every poll
  announced.current = text && (announced.current || text);
  return (
    <>
      <span className="sr-only" role="status">
        {announced.current}
      </span>
      {text && (
        <button type="button" className="primary new-lines" onClick={onClick}>
          {text} ↓
        </button>
      )}
    </>
  );
}
