// The reconnect schedule: the rule of polling/schedule.py. Pure.

/**
 * Seconds until the next attempt, after so many consecutive failures.
 * @param {number} failures
 * @param {number} interval seconds
 */
export const delay = (failures, interval) =>
  failures < 3 ? interval : Math.max(interval, Math.min(10 * 2 ** Math.min(failures - 3, 10), 120));
