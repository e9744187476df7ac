// The view settings of a log: search text and level, and whether lines are wrapped and times shown, which are stored.
import { useState } from "react";

const STORAGE_KEY = "jobs-log";
const NARROW_PX = 720; // below this, lines are wrapped by default

/**
 * @typedef {object} LogSettings
 * @property {string} q
 * @property {"" | "info" | "warning" | "error"} level
 * @property {boolean} times
 * @property {boolean} wrap
 */

/** @returns {Partial<LogSettings>} */
function storedSettings() {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "null") ?? {};
  } catch {
    return {};
  }
}

/** @returns {[LogSettings, (change: Partial<LogSettings>) => void]} */
export function useLogSettings() {
  const [settings, setSettings] = useState(
    /** @returns {LogSettings} */
    () => ({ q: "", level: "", times: true, wrap: innerWidth < NARROW_PX, ...storedSettings() }),
  );
  /** @param {Partial<LogSettings>} change */
  const changeSettings = (change) =>
    setSettings((current) => {
      const { wrap, times } = { ...current, ...change };
      localStorage.setItem(STORAGE_KEY, JSON.stringify({ wrap, times }));
      return { ...current, ...change };
    });
  return [settings, changeSettings];
}
