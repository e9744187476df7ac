import { useState } from "react";

const TICK_SHOWN_MS = 1500;

/**
 * Copies with the old command: over plain HTTP browsers have no clipboard API. Returns whether it succeeded.
 * @param {string} text
 */
function copyWithCommand(text) {
  const field = Object.assign(document.createElement("textarea"), {
    value: text,
    readOnly: true,
    className: "sr-only",
  });
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

/** @param {string} text */
async function copyToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyWithCommand(text);
  }
}

/** @param {{ done: boolean }} props */
const CopyIcon = ({ done }) => (
  <svg
    viewBox="0 0 16 16"
    width="13"
    height="13"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {done ? (
      <path d="m3 8.5 3.2 3.2L13 5" />
    ) : (
      <>
        <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
        <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
      </>
    )}
  </svg>
);

/**
 * A button that copies a text, and shows a tick when it has.
 * @param {{ text: string, label: string }} props
 */
export function CopyButton({ text, label }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    if (!(await copyToClipboard(text))) return;
    setDone(true);
    setTimeout(() => setDone(false), TICK_SHOWN_MS);
  };
  return (
    <button type="button" className="copy" onClick={copy} aria-label={done ? "Copied" : label} title="Copy">
      <CopyIcon done={done} />
    </button>
  );
}
