// A click anywhere on a row opens its job, like its link does.
import { useEffect } from "react";

const OWN_CLICK = "a, button, input, select, label, summary";

/**
 * The link of the row that was clicked; null where the click means something else.
 * @param {MouseEvent} event
 */
function clickedLink(event) {
  const target = event.target instanceof Element ? event.target : null;
  const row = target?.closest(".jobs tbody tr");
  if (!row || target?.closest(OWN_CLICK) || event.defaultPrevented || event.shiftKey || event.altKey) return null;
  const selection = getSelection();
  if (selection && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(row)) return null;
  return /** @type {HTMLAnchorElement | null} */ (row.querySelector("a.target"));
}

/** @param {MouseEvent} event */
function openRow(event) {
  const link = clickedLink(event);
  const middle = event.type === "auxclick";
  if (!link || (middle && event.button !== 1)) return;
  event.preventDefault();
  if (middle || event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
}

export function useRowClicks() {
  useEffect(() => {
    document.addEventListener("click", openRow);
    document.addEventListener("auxclick", openRow);
    return () => {
      document.removeEventListener("click", openRow);
      document.removeEventListener("auxclick", openRow);
    };
  }, []);
}
