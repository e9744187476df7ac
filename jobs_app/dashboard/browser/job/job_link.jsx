import { Link } from "react-router";
import { CopyButton } from "../controls/copy_button.jsx";
import { EndText } from "../controls/end_text.jsx";

/**
 * A job's target as a link to its page: its end is visible at any width, all of it on hover and when copied.
 * @param {{ jobId: string, target: string }} props
 */
export function JobLink({ jobId, target }) {
  const text = target || jobId;
  return (
    <>
      <Link to={`/jobs/${encodeURIComponent(jobId)}`} title={text} className={target ? "target" : "target untitled"}>
        <EndText text={text} />
      </Link>
      <CopyButton text={text} label={`Copy ${text}`} />{" "}
    </>
  );
}
