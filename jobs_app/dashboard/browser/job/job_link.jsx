import { Link } from "react-router";
import { CopyButton } from "../controls/copy_button.jsx";

const TAIL = 28;

/** A job's target as the link to its page: shortened in the middle where it is too long, whole on hover and to copy. */
export function JobLink({ jobId, target }) {
  const text = target || jobId;
  const cut = Math.max(0, text.length - TAIL);
  return (
    <span className="target">
      <Link to={`/jobs/${encodeURIComponent(jobId)}`} title={text} className={target ? "" : "untitled"}>
        {cut > 0 && <span className="head">{text.slice(0, cut)}</span>}<span className="tail">{text.slice(cut)}</span>
      </Link>
      <CopyButton text={text} label={`Copy ${text}`} />
    </span>
  );
}
