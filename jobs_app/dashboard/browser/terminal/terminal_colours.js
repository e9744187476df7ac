// The colours of a terminal, adapted to be readable in both themes: WCAG contrast of 4.5 or more. Pure.

/** @typedef {import("./sgr.js").Rgb} Rgb */
/** @typedef {import("./sgr.js").Look} Look */

/** @type {Rgb[]} black, red, green, yellow, blue, magenta, cyan, white, and the same bright */
const NAMED = [
  [0, 0, 0],
  [205, 49, 49],
  [13, 188, 121],
  [229, 184, 11],
  [36, 114, 200],
  [188, 63, 188],
  [17, 168, 205],
  [229, 229, 229],
  [118, 118, 118],
  [241, 76, 76],
  [35, 209, 139],
  [245, 245, 67],
  [59, 142, 234],
  [214, 112, 214],
  [41, 184, 219],
  [255, 255, 255],
];
/**
 * As in jobs.css: the text, and of all backgrounds the one with the least contrast to it, that of the current line.
 * @type {Record<"light" | "dark", { text: Rgb, ground: Rgb }>}
 */
export const THEMES = {
  light: { text: [27, 31, 39], ground: [228, 237, 252] },
  dark: { text: [230, 233, 238], ground: [27, 43, 71] },
};
const MIN_CONTRAST = 4.5;
const DIM_SHARE = 0.4;
/** @type {Rgb} */
const BLACK = [0, 0, 0];
/** @type {Rgb} */
const WHITE = [255, 255, 255];

/** @param {Rgb} rgb the relative luminance of WCAG */
function luminance(rgb) {
  const [red, green, blue] = rgb
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Rgb} one @param {Rgb} other */
export function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @param {Rgb} one @param {Rgb} other @param {number} share of the other @returns {Rgb} */
const mixed = (one, other, share) =>
  /** @type {Rgb} */ (one.map((value, index) => Math.round(value + (other[index] - value) * share)));

/** @param {Rgb} ground */
const blackOrWhite = (ground) => (contrast(BLACK, ground) > contrast(WHITE, ground) ? BLACK : WHITE);

/**
 * A colour, darker or lighter as far as it needs to be readable on a background.
 * @param {Rgb} colour
 * @param {Rgb} ground
 */
export function readable(colour, ground) {
  const end = blackOrWhite(ground);
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mixed(colour, end, share);
    if (contrast(candidate, ground) >= MIN_CONTRAST) return candidate;
  }
  return end;
}

/** @param {Look["fore"]} colour */
const rgbOf = (colour) => (typeof colour === "number" ? NAMED[colour] : colour);

/**
 * The text colour and the background of a look in a theme; null for those of the page.
 * @param {Look} look
 * @param {typeof THEMES["light"]} theme
 */
export function coloursOf({ fore, back, dim, reverse }, { text, ground }) {
  const background = reverse ? (rgbOf(fore) ?? text) : rgbOf(back);
  const colour = reverse ? (rgbOf(back) ?? ground) : rgbOf(fore);
  if (!background && !colour && !dim) return { colour: null, background };
  const under = background ?? ground;
  const full = readable(colour ?? (background ? blackOrWhite(background) : text), under);
  return { colour: dim ? readable(mixed(full, under, DIM_SHARE), under) : full, background };
}

/** @param {Rgb} rgb */
const css = (rgb) => `rgb(${rgb.join(", ")})`;

/**
 * The colours of a look as custom properties, which jobs.css uses; none for those of the page.
 * @param {Look} look
 */
export function colourProperties(look) {
  /** @type {Record<string, string>} */
  const properties = {};
  for (const [name, theme] of Object.entries(THEMES)) {
    const { colour, background } = coloursOf(look, theme);
    if (colour) properties[`--fore-${name}`] = css(colour);
    if (background) properties[`--back-${name}`] = css(background);
  }
  return properties;
}
