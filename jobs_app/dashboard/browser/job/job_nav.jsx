import { Link } from "react-router";
import { restoreListScroll } from "../controls/list_scroll.js";

/** @param {{ id: string, label: string, children: import("react").ReactNode }} props */
const AdjacentLink = ({ id, label, children }) =>
  id ? (
    <Link className="step" to={`/jobs/${encodeURIComponent(id)}`} aria-label={label}>
      {children}
    </Link>
  ) : (
    <span className="step" aria-disabled="true" aria-label={label} role="link">
      {children}
    </span>
  );

/**
 * A link to the list as it was.
 * @param {{ query: string, children: import("react").ReactNode }} props
 */
export const BackLink = ({ query, children }) => (
  <Link to={query ? `/jobs?${query}` : "/jobs"} onClick={restoreListScroll}>
    {children}
  </Link>
);

/**
 * Links back to the list as it was, and to the adjacent jobs in it.
 * @param {{ query: string, previous: string, following: string }} props
 */
export function JobNav({ query, previous, following }) {
  return (
    <nav className="crumbs" aria-label="Jobs">
      <BackLink query={query}>← All jobs</BackLink>
      <span className="steps">
        <AdjacentLink id={previous} label="Previous job in the list">
          ↑ Previous
        </AdjacentLink>
        <AdjacentLink id={following} label="Next job in the list">
          ↓ Next
        </AdjacentLink>
      </span>
    </nav>
  );
}
