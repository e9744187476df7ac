import { styledParts } from "../terminal/styled_parts.js";
import { StyledText } from "../terminal/styled_text.jsx";
import { withoutStyles } from "../terminal/terminal_text.js";
import { CopyButton } from "./copy_button.jsx";

/**
 * A text with a button that copies it: in one line if it is short, else wrapped in a box that scrolls, with the styles
 * of a terminal, which are not copied.
 * @param {{ text: string, label: string, short: boolean }} props
 */
export function CopyText({ text, label, short }) {
  const button = <CopyButton text={withoutStyles(text)} label={label} />;
  if (short) {
    return (
      <span className="copyable">
        <code>{text}</code>
        {button}
      </span>
    );
  }
  return (
    <div className="copyable">
      <pre tabIndex={0}>
        <StyledText parts={styledParts(text)} />
      </pre>
      {button}
    </div>
  );
}
