import { formatAge, formatDateTime, formatDuration } from "../format/format_time.js";
import { serverNow } from "../time/server_clock.js";

const PAUSE_REASONS = {
  "": "tab hidden",
  paused: "by you",
  off: "polling is switched off",
  ended: "the job has ended",
};

/**
 * @param {import("./refresh_facts.js").BrowserFacts} facts
 */
const pauseReason = ({ visible, mode }) => PAUSE_REASONS[visible || mode === "ended" ? mode : ""];

/**
 * @param {import("./refresh_state.js").State} state
 * @param {number} next when the next poll or attempt is due, in ms since 1970, 0 for none
 */
function countdown(state, next) {
  const left = next - serverNow();
  return next && left > 0 ? `next ${state === "live" ? "in" : "try in"} ${formatDuration(left + 999)}` : "";
}

/**
 * The text of the refresh status: the age of the data, the next poll, and the reason of a failure.
 * @param {{ facts: import("./refresh_facts.js").BrowserFacts, state: import("./refresh_state.js").State, next: number,
 *   stale: boolean }} props
 */
export function RefreshText({ facts, state, next, stale }) {
  const { at, failing } = facts;
  const age = at ? `updated ${formatAge(at, serverNow())}` : "";
  const due = countdown(state, next);
  const parts = {
    live: [age, due],
    refreshing: [age],
    paused: [pauseReason(facts), failing?.reason, age],
    retrying: [failing?.reason, due || "trying now"],
    offline: [
      facts.refused ? "the server has too many connections" : "no connection to the server",
      due || "trying now",
    ],
  }[state];
  return (
    <span className="refresh-text">
      {stale && at > 0 && <strong title={formatDateTime(at)}>as of {formatDateTime(at).slice(11)} </strong>}
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}
