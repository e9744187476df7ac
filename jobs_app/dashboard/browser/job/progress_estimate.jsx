import { formatRate } from "../format/format_number.js";
import { formatLongDuration } from "../format/format_time.js";

const MINUTE_MS = 60_000;

/**
 * "4 min", rounded more coarsely the longer it is: the seconds of an hour would not be credible.
 * @param {number} seconds
 */
function roundedDuration(seconds) {
  if (seconds < 50) return `${Math.max(1, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 600) return formatLongDuration(Math.round(seconds / 30) * 30_000);
  return formatLongDuration(Math.round(seconds / 60) * MINUTE_MS);
}

/** @param {{ rate: number | null, left: number | null, withheld: string, unit: string }} props rate per s, left in s */
export function SpeedAndTimeLeft({ rate, left, withheld, unit }) {
  const parts = [
    rate && rate > 0 && `≈ ${formatRate(rate)} ${unit || "items"}/s`,
    left != null && `about ${roundedDuration(left)} left`,
    withheld === "measuring" && "estimating…",
    withheld === "unsteady" && "speed varies, no estimate",
  ].filter(Boolean);
  return (
    <span
      className="estimate"
      data-testid="progress-estimate"
      data-withheld={withheld}
      title="Estimated from the last minute, or the last few refreshes"
    >
      {parts.join(" · ")}
    </span>
  );
}
