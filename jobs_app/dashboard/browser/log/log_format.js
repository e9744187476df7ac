// Marks the matches of a search in a log line. Pure.
import { styledParts } from "../terminal/styled_parts.js";

/**
 * The first of some texts in another one, from a position on.
 * @param {string} text
 * @param {string[]} needles
 * @param {number} from
 */
function firstOf(text, needles, from) {
  const found = needles.map((needle) => ({ at: text.indexOf(needle, from), length: needle.length }));
  return found.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0];
}

/**
 * The parts of a text that equal a search text, and those between them; case-insensitive, composed or decomposed.
 * @param {string} text
 * @param {string} query
 */
export function markedParts(text, query) {
  const parts = [];
  const lower = text.toLowerCase();
  // Lower case may change the length of a text ("İ"); then the positions are unknown.
  if (!query || lower.length !== text.length) return [{ text, found: false }];
  const needles = [query.normalize("NFC").toLowerCase(), query.normalize("NFD").toLowerCase()];
  let from = 0;
  for (let match = firstOf(lower, needles, 0); match; match = firstOf(lower, needles, from)) {
    if (match.at > from) parts.push({ text: text.slice(from, match.at), found: false });
    parts.push({ text: text.slice(match.at, match.at + match.length), found: true });
    from = match.at + match.length;
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
