// The refresh state: how current the data on a page is. Pure: facts in, state out.

/**
 * @typedef {object} FailingPolls consecutive failed polls
 * @property {number} count
 * @property {string} reason
 * @property {number} now when the last one failed
 * @property {number} due when the next poll is due
 */

/**
 * All times are in ms since 1970, by one clock.
 * @typedef {object} RefreshFacts
 * @property {boolean} connected
 * @property {number} since when this connection, or the page, began
 * @property {boolean} visible
 * @property {"" | "paused" | "off" | "ended"} mode why polling is stopped, if it is
 * @property {number} at when the last successful poll read the database, 0 for never
 * @property {number} took how many ms that read took
 * @property {number} receivedAt when the last update arrived
 * @property {boolean} received whether it arrived on this connection
 * @property {FailingPolls | null} failing
 * @property {number} interval seconds
 * @property {number} requested when a refresh was requested that has not arrived, 0 for none
 * @property {number} nextTry when the next connection attempt is due, 0 for none
 * @property {boolean} synchronized whether the server's time is known
 */

/** @typedef {"live" | "refreshing" | "paused" | "retrying" | "offline"} State */

const GRACE_MS = 2000;
const RENDER_INTERVAL_MS = 1000; // a page is rendered again once a second

/**
 * When the next poll is overdue: it may take one more interval and 2 s.
 * @param {RefreshFacts} facts
 */
const nextPollDue = ({ at, took, interval }) => at + took + interval * 1000;

/**
 * When silence means a dead connection, by the clock of `receivedAt` and `since`.
 * @param {Pick<RefreshFacts, "receivedAt" | "since" | "failing" | "interval">} facts
 */
export function silentAfter({ receivedAt, since, failing, interval }) {
  const wait = failing ? failing.due - failing.now : interval * 1000;
  return Math.max(receivedAt + wait, since + interval * 1000) + interval * 1000 + GRACE_MS;
}

/**
 * Whether data may be shown as live: it is at most two intervals and 2 s old, and will be for another second.
 * @param {Pick<RefreshFacts, "at" | "interval" | "synchronized">} facts
 * @param {number} now
 */
export const isCurrent = ({ at, interval, synchronized }, now) =>
  synchronized && now - at < 2 * interval * 1000 + GRACE_MS - RENDER_INTERVAL_MS;

/**
 * The state, and when the next poll or attempt is due, 0 for none.
 * @param {RefreshFacts} facts
 * @param {number} now
 * @returns {{ state: State, next: number }}
 */
export function refreshState(facts, now) {
  const { connected, since, visible, mode, received, failing, requested, nextTry } = facts;
  const isPolling = !mode && visible;
  if (!connected && now - since > GRACE_MS) return { state: "offline", next: nextTry };
  if (isPolling && now > silentAfter(facts)) return { state: "offline", next: nextTry };
  if (failing && isPolling) return { state: "retrying", next: failing.due };
  if (!received || requested) return { state: "refreshing", next: 0 };
  if (!isPolling) return { state: "paused", next: 0 };
  const due = nextPollDue(facts);
  return { state: now < due && isCurrent(facts, now) ? "live" : "refreshing", next: due };
}
