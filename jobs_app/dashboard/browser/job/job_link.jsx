import { Link } from "react-router";
import { CopyButton } from "../controls/copy_button.jsx";

const TAIL_CHARACTERS = 28;

/**
 * A job's target as a link to its page: shortened in the middle if too long, complete on hover and when copied.
 * @param {{ jobId: string, target: string }} props
 */
export function JobLink({ jobId, target }) {
  const text = target || jobId;
  const cut = Math.max(0, text.length - TAIL_CHARACTERS);
  return (
    <span className="target">
      <Link to={`/jobs/${encodeURIComponent(jobId)}`} title={text} className={target ? "" : "untitled"}>
        {cut > 0 && <span className="target-start">{text.slice(0, cut)}</span>}
        <span className="target-end">{text.slice(cut)}</span>
      </Link>
      <CopyButton text={text} label={`Copy ${text}`} />
    </span>
  );
}
