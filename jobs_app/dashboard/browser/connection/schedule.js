// When the browser tries again to reach its backend: the rule of polling/schedule.py. Pure.

/** Seconds until the next attempt, after so many failures in a row. */
export const delay = (failures, interval) =>
  failures < 3 ? interval : Math.max(interval, Math.min(10 * 2 ** Math.min(failures - 3, 10), 120));
