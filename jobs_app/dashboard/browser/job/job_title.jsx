import { useLayoutEffect } from "react";

const MAX_NAME_CHARACTERS = 80;

/**
 * The title of a job's page contains its status: "running · /data/x".
 * @param {{ status: string, name: string, gone: boolean }} props
 */
export function JobTitle({ status, name, gone }) {
  useLayoutEffect(() => {
    document.title = name ? `${gone ? "deleted" : status} · ${name.slice(0, MAX_NAME_CHARACTERS)}` : "Job";
  });
  return null;
}
