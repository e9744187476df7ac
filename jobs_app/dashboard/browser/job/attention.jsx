import { durationsUntil, useTicking } from "../time/server_clock.js";
import { attentionAmount, attentionReason, attentionWord } from "./attention.js";

/** @typedef {import("./attention.js").AttentionMark} AttentionMark */

/**
 * Why a job needs attention, and how much: "Stalled 2 h 21 min". A deleted job is shown as of `lastSeen`, else 0.
 * @param {{ mark: AttentionMark, lastSeen?: number }} props
 */
export function AttentionText({ mark, lastSeen }) {
  const amount = useTicking(() => attentionAmount(mark, lastSeen || durationsUntil()));
  return (
    <>
      {attentionWord(mark)} <span className="attention-amount">{amount}</span>
    </>
  );
}

/**
 * The reason as a sentence.
 * @param {{ mark: AttentionMark, jobType: string }} props
 */
export function AttentionReason({ mark, jobType }) {
  const text = attentionReason(mark, jobType, durationsUntil());
  return (
    <span className="attention-reason" data-testid="attention-reason" title={text}>
      {text}
    </span>
  );
}
