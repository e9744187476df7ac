// Parses the time and the level at the start of a stored log line, as log_search.py does. Pure.

const STAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))? ?(?:Z|UTC|([+-]\d\d)(?::?(\d\d))?) /;
const WORD = /^([A-Z]+) /;

/**
 * The level by which a line is filtered and coloured, for each word that loggers write.
 * @type {Record<string, string>}
 */
const LEVELS = {
  TRACE: "DEBUG",
  DEBUG: "DEBUG",
  INFO: "INFO",
  NOTICE: "INFO",
  WARN: "WARNING",
  WARNING: "WARNING",
  ERROR: "ERROR",
  CRITICAL: "ERROR",
  FATAL: "ERROR",
};

/** @param {RegExpExecArray} stamp */
const timeOf = ([, date, time, decimals = "0", hours = "+00", minutes = "00"]) =>
  Date.parse(`${date}T${time}.${decimals.slice(0, 3).padEnd(3, "0")}${hours}:${minutes}`) || 0;

/**
 * Splits a line into its time in ms since 1970 (0 if it has none), its level ("" likewise), the word in the line for
 * that level, and its text.
 * @param {string} line
 */
export function parseLine(line) {
  const stamp = STAMP.exec(line);
  const rest = stamp ? line.slice(stamp[0].length) : "";
  const word = WORD.exec(rest)?.[1] ?? "";
  const level = LEVELS[word];
  if (!stamp || !level) return { time: 0, level: "", word: "", text: line };
  return { time: timeOf(stamp), level, word, text: rest.slice(word.length + 1) };
}
