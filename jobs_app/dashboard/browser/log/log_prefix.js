// Parses the time and the level at the start of a log line, as log_records.py does. Pure.
import { hasStyles, lineStates, withoutStart, withoutStyles } from "../terminal/terminal_text.js";

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
 * @typedef {object} LogRecordLine
 * @property {number} time in ms since 1970, 0 if the line has none
 * @property {string} level "" likewise
 * @property {string} word in the line for that level
 * @property {string} text that a terminal shows after them, with its styles
 * @property {string[]} overwritten what carriage returns replaced in it
 */

/** @param {string} plain */
function parsePrefix(plain) {
  const stamp = STAMP.exec(plain);
  const word = (stamp && WORD.exec(plain.slice(stamp[0].length))?.[1]) ?? "";
  const level = LEVELS[word];
  if (!stamp || !level) return { time: 0, level: "", word: "", length: 0 };
  return { time: timeOf(stamp), level, word, length: stamp[0].length + word.length + 1 };
}

/**
 * The time of a line in ms since 1970, 0 if it has none.
 * @param {string} line
 */
export const lineTime = (line) => (hasStyles(line) || line.includes("\r") ? parseLine(line) : parsePrefix(line)).time;

/**
 * @param {string} line
 * @returns {LogRecordLine}
 */
export function parseLine(line) {
  const { length, ...prefix } = parsePrefix(withoutStyles(line));
  if (!prefix.level && line.includes("\r")) return parseLastState(line);
  const { last, overwritten } = lineStates(withoutStart(line, length));
  return { ...prefix, text: last, overwritten };
}

/**
 * @param {string} line whose prefix, if any, is in its last state
 * @returns {LogRecordLine}
 */
function parseLastState(line) {
  const { last, overwritten } = lineStates(line);
  const { length, ...prefix } = parsePrefix(withoutStyles(last));
  return { ...prefix, text: withoutStart(last, length), overwritten };
}
