import { lastKnown, useTicking } from "../time/server_clock.js";
import { inactivity } from "./inactivity.js";
import { estimated } from "../format/format_number.js";
import { spell } from "../format/format_time.js";

const MINUTE = 60_000;

/** "about 4 min", coarser the longer it is: nobody believes the seconds of an hour. */
function about(seconds) {
  if (seconds < 50) return `${Math.max(1, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 600) return spell(Math.round(seconds / 30) * 30_000);
  return spell(Math.round(seconds / 60) * MINUTE);
}

export function SpeedAndTimeLeft({ rate, left, withheld, unit }) {
  const parts = [
    rate > 0 && `≈ ${estimated(rate)} ${unit || "items"}/s`,
    left != null && `about ${about(left)} left`,
    withheld === "measuring" && "estimating…",
    withheld === "unsteady" && "speed varies, no estimate",
  ].filter(Boolean);
  return <span className="estimate" data-testid="progress-estimate" data-withheld={withheld} title="Estimated from the last minute, or the last few refreshes">{parts.join(" · ")}</span>;
}

/** Reports that a running job shows no activity; `lastSeen`: when one that was deleted was last seen, else 0. */
export function InactivityNotice({ unresponsiveSince, stalledSince, lastSeen }) {
  const text = useTicking(() => inactivity(unresponsiveSince, stalledSince, lastSeen || lastKnown()));
  return text && <strong className="inactivity" data-testid="inactivity">{text}</strong>;
}
