import { textDirection } from "../format/text_direction.js";

/**
 * A text whose end stays visible where it is too narrow: an ellipsis replaces its start. It is one text node, so
 * copying it and searching the page for it work.
 *
 * An ellipsis stands at the end of a line, so the line runs against the direction of its text (`.end-text` in jobs.css).
 * @param {{ text: string }} props
 */
export function EndText({ text }) {
  const direction = textDirection(text);
  return (
    <span className="end-text" dir={direction === "ltr" ? "rtl" : "ltr"}>
      <bdi dir={direction}>{text}</bdi>
    </span>
  );
}
