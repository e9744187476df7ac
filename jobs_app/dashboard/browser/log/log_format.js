// One stored line of a log, taken apart for the screen. Pure.
import Anser from "anser";

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (DEBUG|INFO|WARNING|ERROR) /;
// The server shows escapes as pictures. Those that set colours are the only ones with a meaning here.
const COLOURS = /␛\[([\d;]*)m/g;

/** {time in ms or 0, level or "", text}. */
export function parse(line) {
  const stamp = STAMP.exec(line);
  return stamp ? { time: Date.parse(stamp[1]), level: stamp[2], text: line.slice(stamp[0].length) } : { time: 0, level: "", text: line };
}

// The sixteen named colours are those of the theme; any other is mixed with them, to be read on light and on dark.
const named = (colour) => (colour && !/palette|truecolor/.test(colour) ? colour : "");
const mixed = (colour, rgb, share, ground) => (colour && !named(colour) && rgb ? `color-mix(in srgb, rgb(${rgb}) ${share}, ${ground})` : undefined);

/** The red, green and blue of a colour that is not a named one. */
function rgbOf(colour, truecolor) {
  const number = Number(/palette-(\d+)$/.exec(colour ?? "")?.[1] ?? -1);
  if (number < 0) return truecolor;
  if (number >= 232) return Array(3).fill(8 + 10 * (number - 232)).join(", ");
  return [36, 6, 1].map((part) => Math.floor((number - 16) / part) % 6).map((level) => (level ? 55 + 40 * level : 0)).join(", ");
}

/** [{text, className, style}] of a text with colour codes, which are taken out. */
export function coloured(text) {
  if (!text.includes("␛[")) return [{ text, className: "" }];
  const parts = Anser.ansiToJson(text.replace(COLOURS, "\u001b[$1m"), { use_classes: true, remove_empty: true });
  return parts.map(({ content, fg, bg, fg_truecolor, bg_truecolor, decorations }) => ({
    text: content,
    className: [named(fg), named(bg) && `${bg}-bg`, ...(decorations ?? []).map((name) => `ansi-${name}`)].filter(Boolean).join(" "),
    style: {
      color: mixed(fg, rgbOf(fg, fg_truecolor), "75%", "var(--text)"),
      background: mixed(bg, rgbOf(bg, bg_truecolor), "35%", "transparent"),
    },
  }));
}

/** [{text, found}]: where a sought text stands, in capitals or not. */
export function marked(text, sought) {
  const parts = [], small = text.toLowerCase(), needle = sought.toLowerCase();
  // Lowering may change the length of a text ("İ"); then its places are not known.
  if (!needle || small.length !== text.length) return [{ text, found: false }];
  let from = 0;
  for (let at = small.indexOf(needle); at >= 0; at = small.indexOf(needle, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), found: false });
    parts.push({ text: text.slice(at, at + needle.length), found: true });
    from = at + needle.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), found: false });
  return parts;
}
