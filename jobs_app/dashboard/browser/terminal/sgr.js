// Interprets the parameters of SGR (ECMA-48), which set the colours and attributes of text. Pure.

/** @typedef {[number, number, number]} Rgb */

/**
 * @typedef {object} Look
 * @property {number | Rgb | null} fore a number is one of the sixteen named colours
 * @property {number | Rgb | null} back
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} italic
 * @property {boolean} underline
 * @property {boolean} strike
 * @property {boolean} reverse
 */

/** @type {Look} */
export const PLAIN_LOOK = {
  fore: null,
  back: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  reverse: false,
};

/** @type {Record<number, Partial<Look>>} */
const ATTRIBUTES = {
  0: PLAIN_LOOK,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { reverse: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { reverse: false },
  29: { strike: false },
  39: { fore: null },
  49: { back: null },
};
/** @type {Record<number, "fore" | "back" | "line">} what an extended colour is for */
const EXTENDED = { 38: "fore", 48: "back", 58: "line" };

/** @param {number} index of the 256 colours: 16 named ones, a cube of 6 levels, 24 greys */
function indexedColour(index) {
  if (!(index >= 0 && index <= 255)) return null;
  if (index < 16) return index;
  if (index >= 232) return /** @type {Rgb} */ (Array(3).fill(8 + 10 * (index - 232)));
  const levels = [36, 6, 1].map((part) => Math.floor((index - 16) / part) % 6);
  return /** @type {Rgb} */ (levels.map((level) => (level ? 55 + 40 * level : 0)));
}

/**
 * The colour that parameters after 38 or 48 select, and how many of them there are.
 * @param {number[]} codes
 * @returns {{ colour: number | Rgb | null, used: number }}
 */
function extendedColour([mode, ...rest]) {
  if (mode === 5) return { colour: indexedColour(rest[0]), used: 2 };
  if (mode !== 2) return { colour: null, used: 1 };
  const rgb = /** @type {Rgb} */ (rest.slice(0, 3));
  const isValid = rgb.length === 3 && rgb.every((value) => value >= 0 && value <= 255);
  return { colour: isValid ? rgb : null, used: 4 };
}

/**
 * @param {number} code
 * @returns {Partial<Look>} what a single parameter changes
 */
function change(code) {
  if (code >= 30 && code <= 37) return { fore: code - 30 };
  if (code >= 90 && code <= 97) return { fore: code - 82 };
  if (code >= 40 && code <= 47) return { back: code - 40 };
  if (code >= 100 && code <= 107) return { back: code - 92 };
  return ATTRIBUTES[code] ?? {};
}

/**
 * What a parameter with subparameters changes: "4:3", "38:5:208", "38:2::255:135:0" with or without a colour space.
 * @param {number[]} codes
 * @returns {Partial<Look>}
 */
function changeOfSubparameters([code, mode, ...rest]) {
  if (code === 4) return { underline: mode !== 0 };
  const purpose = EXTENDED[code];
  if (!purpose || purpose === "line") return {};
  const { colour } = extendedColour([mode, ...(mode === 2 && rest.length > 3 ? rest.slice(1) : rest)]);
  return colour === null ? {} : { [purpose]: colour };
}

/**
 * A look after an SGR sequence with these parameters.
 * @param {Look} look
 * @param {string} parameters such as "1;38;5;208"
 * @returns {Look}
 */
export function lookAfter(look, parameters) {
  const changed = { ...look };
  const codes = parameters.split(";");
  for (let at = 0; at < codes.length; at++) {
    if (codes[at].includes(":")) {
      Object.assign(changed, changeOfSubparameters(codes[at].split(":").map(Number)));
      continue;
    }
    const purpose = EXTENDED[Number(codes[at])];
    if (!purpose) {
      Object.assign(changed, change(Number(codes[at])));
      continue;
    }
    const { colour, used } = extendedColour(codes.slice(at + 1, at + 5).map(Number));
    if (colour !== null && purpose !== "line") changed[purpose] = colour;
    at += used;
  }
  return changed;
}
