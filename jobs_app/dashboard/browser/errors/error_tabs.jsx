import { formatInteger } from "../format/format_number.js";

const COUNT_LIMIT = 10_000; // larger counts are not exact

/** @param {number} count */
const formatCount = (count) => (count > COUNT_LIMIT ? "10k+" : formatInteger(count));

/**
 * Jobs or errors, while only failed jobs are shown. Arrow keys go from tab to tab.
 * @param {{ statuses: string[], errors: boolean, jobs: number, groups: number, onErrors: (errors: boolean) => void }} props
 */
export function ErrorTabs({ statuses, errors, jobs, groups, onErrors }) {
  if (statuses.join() !== "failed") return null;
  /** @param {import("react").KeyboardEvent<HTMLElement>} event */
  const go = (event) => {
    if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const other = event.key === "Home" ? false : event.key === "End" ? true : !errors;
    onErrors(other);
    /** @type {HTMLElement | undefined} */ (event.currentTarget.children[Number(other)])?.focus();
  };
  /** @param {string} name @param {boolean} selected @param {number} count */
  const tab = (name, selected, count) => (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={() => onErrors(name === "Errors")}
    >
      {name} {count > 0 && <small>{formatCount(count)}</small>}
    </button>
  );
  return (
    <div className="error-tabs" role="tablist" aria-label="Failed" onKeyDown={go}>
      {tab("Jobs", !errors, jobs)}
      {tab("Errors", errors, groups)}
    </div>
  );
}
