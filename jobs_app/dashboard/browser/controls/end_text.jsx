import { hasRightToLeft, textDirection } from "../format/text_direction.js";

/**
 * A text whose end stays visible where it is too narrow: an ellipsis replaces its start. It is one text node, so
 * copying it and searching the page for it work. Only where its folders are read from right to left, its last part is
 * isolated (UAX #9): it would stand before them, where the ellipsis is.
 *
 * An ellipsis stands at the end of a line, so the line runs against the direction of its text (`.end-text` in jobs.css).
 * @param {{ text: string }} props
 */
export function EndText({ text }) {
  const direction = textDirection(text);
  const head = text.slice(0, text.lastIndexOf("/", text.length - 2) + 1);
  const isMixed = direction === "ltr" && hasRightToLeft(head);
  return (
    <span className="end-text" dir={direction === "ltr" ? "rtl" : "ltr"}>
      <bdi dir={direction}>{isMixed ? <Parts head={head} last={text.slice(head.length)} /> : text}</bdi>
    </span>
  );
}

/** @param {{ head: string, last: string }} props */
const Parts = ({ head, last }) => (
  <>
    {head}
    <bdi>{last}</bdi>
  </>
);
