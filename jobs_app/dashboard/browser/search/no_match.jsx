import { withoutTerm, writtenTerms } from "./search_terms.js";
import { rangeText } from "./time_ranges.js";

/**
 * @typedef {object} NoMatchProps
 * @property {string[]} statuses
 * @property {string[]} types
 * @property {string} since the name of the range, "" for none
 * @property {string} start
 * @property {string} end
 * @property {string} search
 * @property {boolean} attention
 * @property {string} error the fingerprint, "" for none
 * @property {(status: string) => void} onStatus
 * @property {(type: string) => void} onType
 * @property {(since: string) => void} onSince ends any range
 * @property {(text: string) => void} onSearch
 * @property {() => void} onAttention
 * @property {(fingerprint: string) => void} onError
 */

/** Each filter that is on, with what removes it. @param {NoMatchProps} props @returns {[string, string, () => void][]} */
function filtersOn(props) {
  const { statuses, types, since, start, end, search, attention, error } = props;
  const { onStatus, onType, onSince, onSearch, onAttention, onError } = props;
  const range = rangeText(start, end, Date.now()) || since.toLowerCase();
  return [
    ...writtenTerms(search).map((term) => /** @type {any} */ (["", term, () => onSearch(withoutTerm(search, term))])),
    ...statuses.map((status) => ["status", status, () => onStatus(status)]),
    ...types.map((type) => ["type", type, () => onType(type)]),
    ...(range ? [["ended", range, () => onSince("")]] : []),
    ...(attention ? [["", "needs attention", onAttention]] : []),
    ...(error ? [["", "one error", () => onError("")]] : []),
  ];
}

/**
 * What was searched, and each filter with a button that removes it.
 * @param {NoMatchProps} props
 */
export function NoMatch(props) {
  const filters = filtersOn(props);
  const searched = "Searched target, id, type, worker and error message; all words must be found.";
  return (
    <>
      <p>
        {props.search ? searched : "There are jobs, but none that fits these filters."} Remove one of them to see more:
      </p>
      <ul className="filters-on">
        {filters.map(([kind, name, remove]) => (
          <li key={`${kind} ${name}`}>
            <button type="button" aria-label={`Remove ${kind} ${name}`.replace("  ", " ")} onClick={remove}>
              {kind && <span className="filter-kind">{kind}</span>} <bdi>{name}</bdi> <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
