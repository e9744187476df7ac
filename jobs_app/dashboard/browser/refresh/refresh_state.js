// What the page may claim about its data. Pure: facts in, state out.
const GRACE = 2000;
const TICK = 1000; // a page is rendered anew once a second

/** When the last good poll ended, and when the next one is due; it may last one more interval and 2 s. */
const due = ({ at, took, interval }) => at + took + interval * 1000;

/** When silence becomes a lost connection, by the clock of `heard` and `since`. */
export function silentAfter({ heard, since, failing, interval }) {
  const rest = failing ? failing.due - failing.now : interval * 1000;
  return Math.max(heard + rest, since + interval * 1000) + interval * 1000 + GRACE;
}

/** Whether data may be called live: it is at most two intervals and 2 s old, and is not going to be for a second. */
export const isCurrent = ({ at, interval, timed }, now) => timed && now - at < 2 * interval * 1000 + GRACE - TICK;

/**
 * facts: connected, since (when this connection or this page began), visible, mode ("", "paused", "off" or "ended"),
 * at (when the last good poll read the database), took (how long that lasted), heard (when the last news arrived here),
 * fresh (they came on this connection), failing ({count, reason, now, due} or null), interval (s), asked (a refresh was
 * asked for and has not come), nextTry (of the connection), timed (the server's time is known). All times in ms of the
 * server's clock.
 * Returns {state, next}: next is 0 when nothing is planned.
 */
export function refreshState(facts, now) {
  const { connected, since, visible, mode, fresh, failing, asked, nextTry } = facts;
  const resting = mode || !visible;
  if (!connected && now - since > GRACE) return { state: "offline", next: nextTry };
  if (!resting && now > silentAfter(facts)) return { state: "offline", next: nextTry };
  if (failing && !resting) return { state: "retrying", next: failing.due };
  if (!fresh || asked) return { state: "refreshing", next: 0 };
  if (resting) return { state: "paused", next: 0 };
  return { state: now < due(facts) && isCurrent(facts, now) ? "live" : "refreshing", next: due(facts) };
}
