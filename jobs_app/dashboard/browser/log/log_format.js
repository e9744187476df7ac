// Marks the matches of a search in a log line. Pure.
import { styledParts } from "../terminal/styled_parts.js";

/**
 * The parts of a text that equal a search text (case-insensitive), and those between them.
 * @param {string} text
 * @param {string} query
 */
export function markedParts(text, query) {
  const parts = [];
  const lower = text.toLowerCase();
  const needle = query.toLowerCase();
  // Lower case may change the length of a text ("İ"); then the positions are unknown.
  if (!needle || lower.length !== text.length) return [{ text, found: false }];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), found: false });
    parts.push({ text: text.slice(at, at + needle.length), found: true });
    from = at + needle.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), found: false });
  return parts;
}

/**
 * The parts of a text that equal a search text, and those between them, each with the styled parts it consists of: a
 * match may span styles.
 * @param {string} text
 * @param {string} query
 */
export function markedStyledParts(text, query) {
  const styled = styledParts(text);
  const plain = styled.map((part) => part.text).join("");
  let end = 0;
  return markedParts(plain, query).map(({ text: { length }, found }) => {
    const start = end;
    end += length;
    return { found, parts: cutOut(styled, start, end) };
  });
}

/**
 * The styled parts between two positions of their joined text.
 * @param {ReturnType<typeof styledParts>} parts
 * @param {number} start
 * @param {number} end
 */
function cutOut(parts, start, end) {
  let at = 0;
  return parts.flatMap((part) => {
    const from = at;
    at += part.text.length;
    const text = part.text.slice(Math.max(0, start - from), Math.max(0, end - from));
    return text ? [{ ...part, text }] : [];
  });
}
