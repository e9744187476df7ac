// What the page may claim about its data. Pure: facts in, state out.
const GRACE = 2000;
const TICK = 1000; // a page is rendered anew once a second

/** When the last good poll ended, and when the next one is due; it may last one more interval and 2 s. */
const due = ({ at, took, interval }) => at + took + interval * 1000;

/** When silence becomes a lost connection. */
export const silentAfter = (facts) => (facts.failing?.due || due(facts)) + facts.interval * 1000 + GRACE;

/** Whether data may be called live: it is at most two intervals and 2 s old, and is not going to be for a second. */
export const isCurrent = ({ at, interval }, now) => now - at < 2 * interval * 1000 + GRACE - TICK;

/**
 * facts: connected, since (when this connection or this page began), visible, mode ("", "paused" or "off"),
 * at (when the last good poll read the database), took (how long that lasted), fresh (it came on this connection),
 * failing ({count, reason, due} or null), interval (s), asked (a refresh was asked for and has not come),
 * nextTry (of the connection). All times in ms of the server's clock.
 * Returns {state, next}: next is 0 when nothing is planned.
 */
export function refreshState(facts, now) {
  const { connected, since, visible, mode, fresh, failing, interval, asked, nextTry } = facts;
  const resting = mode || !visible;
  if (!connected && now - since > GRACE) return { state: "offline", next: nextTry };
  if (!resting && now > Math.max(silentAfter(facts), since + 2 * interval * 1000 + GRACE)) return { state: "offline", next: nextTry };
  if (failing) return { state: "retrying", next: resting ? 0 : failing.due };
  if (!fresh || asked) return { state: "refreshing", next: 0 };
  if (resting) return { state: "paused", next: 0 };
  return { state: now < due(facts) && isCurrent(facts, now) ? "live" : "refreshing", next: due(facts) };
}
