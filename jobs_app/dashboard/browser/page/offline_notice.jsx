import { useOffline } from "./tab.js";

/**
 * A notice that is shown while the page is offline.
 * @param {{ text: string }} props
 */
export function OfflineNotice({ text }) {
  return useOffline() ? (
    <p className="offline-notice" role="status" data-testid="offline-notice">
      {text}
    </p>
  ) : null;
}
