import { CopyButton } from "./copy_button.jsx";

/**
 * A text with a button that copies it: in one line if it is short, else wrapped in a box that scrolls.
 * @param {{ text: string, label: string, short: boolean }} props
 */
export function CopyText({ text, label, short }) {
  const button = <CopyButton text={text} label={label} />;
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
      <pre tabIndex={0}>{text}</pre>
      {button}
    </div>
  );
}
