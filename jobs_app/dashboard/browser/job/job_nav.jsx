import { Link } from "react-router";
import { comeBack } from "../controls/list_scroll.js";

const Beside = ({ id, children, label }) =>
  id ? <Link className="step" to={`/jobs/${encodeURIComponent(id)}`} aria-label={label}>{children}</Link>
     : <span className="step" aria-disabled="true" aria-label={label} role="link">{children}</span>;

/** To the list as it was. */
export const BackLink = ({ query, children }) => <Link to={`/jobs${query && "?" + query}`} onClick={comeBack}>{children}</Link>;

/** Back to the list as it was, and on to the jobs beside this one in it. */
export function JobNav({ query, previous, following }) {
  return (
    <nav className="crumbs" aria-label="Jobs">
      <BackLink query={query}>← All jobs</BackLink>
      <span className="steps">
        <Beside id={previous} label="Previous job in the list">↑ Previous</Beside>
        <Beside id={following} label="Next job in the list">↓ Next</Beside>
      </span>
    </nav>
  );
}
