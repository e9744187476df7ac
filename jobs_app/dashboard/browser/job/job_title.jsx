import { useLayoutEffect } from "react";

const LONGEST = 80;

/** The tab says how the job is: "running · /data/x". */
export function JobTitle({ status, name, gone }) {
  useLayoutEffect(() => { document.title = name ? `${gone ? "deleted" : status} · ${name.slice(0, LONGEST)}` : "Job"; });
  return null;
}
