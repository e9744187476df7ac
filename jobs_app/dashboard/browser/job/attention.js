// Why a job needs attention, in words. Pure: times in ms since 1970.
import { formatClockDuration, formatLongDuration, formatTime } from "../format/format_time.js";

/**
 * @typedef {object} AttentionMark
 * @property {"unresponsive" | "stalled" | "overdue" | "waiting"} kind
 * @property {number} since
 * @property {number | null} usual_seconds
 */

const WORDS = { unresponsive: "Silent", stalled: "Stalled", overdue: "Overdue", waiting: "Waiting" };

/** @param {AttentionMark} mark */
export const attentionWord = (mark) => WORDS[mark.kind] ?? mark.kind;

/**
 * How long, or for an overdue job how many times the usual duration: "2 h 21 min", "15×".
 * @param {AttentionMark} mark
 * @param {number} now
 */
export function attentionAmount(mark, now) {
  const ms = Math.max(0, now - mark.since);
  if (mark.kind === "overdue" && mark.usual_seconds) return `${Math.floor(ms / (1000 * mark.usual_seconds))}×`;
  return formatLongDuration(ms);
}

/**
 * What lies behind it: "Nothing done or logged since 19:57".
 * @param {AttentionMark} mark
 * @param {string} jobType
 * @param {number} now
 */
export function attentionReason(mark, jobType, now) {
  const usual = mark.usual_seconds;
  if (mark.kind === "unresponsive") return `No sign of life since ${formatTime(mark.since, now)}`;
  if (mark.kind === "stalled") return `Nothing done or logged since ${formatTime(mark.since, now)}`;
  if (mark.kind === "overdue") {
    return `95 of 100 ${jobType} jobs take no more than ${formatClockDuration(1000 * (usual ?? 0))}`;
  }
  if (usual == null) return `No ${jobType} job has completed yet to compare with`;
  return `Half of the ${jobType} jobs wait no more than ${usual < 1 ? "1 s" : formatLongDuration(1000 * usual)}`;
}
