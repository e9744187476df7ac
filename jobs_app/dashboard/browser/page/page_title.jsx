import { useLayoutEffect } from "react";
import { setPageTitle } from "./tab.js";

/**
 * The title of the tab; a problem of the page is put in front of it.
 * @param {{ text: string }} props
 */
export function PageTitle({ text }) {
  useLayoutEffect(() => {
    setPageTitle(text);
  });
  return null;
}
