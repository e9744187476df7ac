import { ErrorText } from "./error_text.jsx";

/**
 * The error that the list is narrowed to; until its message is known, its fingerprint.
 * @param {{ error: string, type: string, text: string, onChoose: (fingerprint: string) => void }} props
 */
export function ErrorChip({ error, type, text, onChoose }) {
  if (!error) return null;
  const known = type || text;
  return (
    <p className="error-chip" data-testid="error-filter" data-fingerprint={error}>
      <span className="error-name" title={known ? [type, text].filter(Boolean).join(" ") : error}>
        <span className="error-key">error</span> {known ? <ErrorText type={type} text={text} /> : error}
      </span>
      <button type="button" className="icon" aria-label="Show all failed jobs" onClick={() => onChoose("")}>
        <svg viewBox="0 0 16 16" width="14" height="14" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
          <path d="m4 4 8 8m0-8-8 8" />
        </svg>
      </button>
    </p>
  );
}
