import { PrefetchPageLinks, useHref } from "react-router";

/**
 * Loads the code of another page in advance, so that its links work while the server cannot be reached.
 * @param {{ path: string }} props
 */
export function PrefetchedPage({ path }) {
  return <PrefetchPageLinks page={useHref(path)} />;
}
