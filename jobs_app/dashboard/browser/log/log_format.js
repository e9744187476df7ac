// Parses the colours of a log line, and marks matches in it. Pure.
import Anser from "anser";

// The server shows escape characters as pictures. Only those that set colours are interpreted.
const COLOUR_CODES = /␛\[([\d;]*)m/g;

/**
 * The class of one of the sixteen named colours, which the theme defines; "" for any other colour.
 * @param {string | null} colour
 */
const namedColour = (colour) => (colour && !/palette|truecolor/.test(colour) ? colour : "");

/**
 * Any other colour, mixed with the theme to be readable on light and on dark backgrounds.
 * @param {string | null} colour
 * @param {string | null} rgb
 * @param {string} share
 * @param {string} base
 */
const mixedColour = (colour, rgb, share, base) =>
  colour && !namedColour(colour) && rgb ? `color-mix(in srgb, rgb(${rgb}) ${share}, ${base})` : undefined;

/**
 * The red, green and blue of a colour that is not a named one (256 colours: the 6x6x6 cube, then greys).
 * @param {string | null} colour
 * @param {string | null} truecolor
 */
function rgbOf(colour, truecolor) {
  const number = Number(/palette-(\d+)$/.exec(colour ?? "")?.[1] ?? -1);
  if (number < 0) return truecolor;
  if (number >= 232)
    return Array(3)
      .fill(8 + 10 * (number - 232))
      .join(", ");
  return [36, 6, 1]
    .map((part) => Math.floor((number - 16) / part) % 6)
    .map((level) => (level ? 55 + 40 * level : 0))
    .join(", ");
}

/** @param {import("anser").AnserJsonEntry} part */
function colouredPart({ content, fg, bg, fg_truecolor, bg_truecolor, decorations }) {
  const classes = [
    namedColour(fg),
    namedColour(bg) && `${bg}-bg`,
    ...(decorations ?? []).map((name) => `ansi-${name}`),
  ];
  return {
    text: content,
    className: classes.filter(Boolean).join(" "),
    style: {
      color: mixedColour(fg, rgbOf(fg, fg_truecolor), "75%", "var(--text)"),
      background: mixedColour(bg, rgbOf(bg, bg_truecolor), "35%", "transparent"),
    },
  };
}

/**
 * The parts of a text with colour codes, which are removed.
 * @param {string} text
 * @returns {{ text: string, className: string, style?: { color?: string, background?: string } }[]}
 */
export function colouredParts(text) {
  if (!text.includes("␛[")) return [{ text, className: "" }];
  const options = { use_classes: true, remove_empty: true };
  return Anser.ansiToJson(text.replace(COLOUR_CODES, "\u001b[$1m"), options).map(colouredPart);
}

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
 * The parts of a text that equal a search text, and those between them, each with the coloured parts it consists of: a
 * match may span colours, and colour codes match nothing.
 * @param {string} text
 * @param {string} query
 */
export function markedColouredParts(text, query) {
  const coloured = colouredParts(text);
  const plain = coloured.map((part) => part.text).join("");
  let end = 0;
  return markedParts(plain, query).map(({ text: { length }, found }) => {
    const start = end;
    end += length;
    return { found, parts: cutOut(coloured, start, end) };
  });
}

/**
 * The coloured parts between two positions of their joined text.
 * @param {ReturnType<typeof colouredParts>} parts
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
