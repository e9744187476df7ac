// The parts of a text with the styles of a terminal, as classes and custom properties for jobs.css. Pure.
import { lookAfter, PLAIN_LOOK } from "./sgr.js";
import { colourProperties } from "./terminal_colours.js";
import { hasStyles, stylesAndTexts } from "./terminal_text.js";

const MAX_CACHED = 500;
const ATTRIBUTES = /** @type {const} */ (["bold", "italic", "underline", "strike"]);
const WEB_ADDRESS = /^https?:\/\/[!-~]+$/i;

/**
 * @typedef {object} StyledPart
 * @property {string} text
 * @property {string} className
 * @property {Record<string, string>} [style]
 * @property {string} [href]
 */

/** @type {Map<string, Omit<StyledPart, "text" | "href">>} looks to what they are on screen */
const cache = new Map();

/** @param {import("./sgr.js").Look} look */
function onScreen(look) {
  const key = JSON.stringify(look);
  const known = cache.get(key);
  if (known) return known;
  const style = colourProperties(look);
  const names = [
    ...ATTRIBUTES.filter((name) => look[name]),
    style["--fore-light"] && "fore",
    style["--back-light"] && "back",
  ];
  const className = names
    .filter(Boolean)
    .map((name) => `term-${name}`)
    .join(" ");
  if (cache.size >= MAX_CACHED) cache.clear();
  const shown = Object.keys(style).length ? { className, style } : { className };
  cache.set(key, shown);
  return shown;
}

/**
 * The parts of a styled text; hyperlinks only to web pages.
 * @param {string} styled
 * @returns {StyledPart[]}
 */
export function styledParts(styled) {
  if (!hasStyles(styled)) return [{ text: styled, className: "" }];
  let look = PLAIN_LOOK;
  /** @type {{ href?: string }} */
  let link = {};
  return stylesAndTexts(styled).flatMap((piece, index) => {
    if (index % 2 === 0) return piece ? [{ text: piece, ...onScreen(look), ...link }] : [];
    if (piece.endsWith("m")) look = lookAfter(look, piece.slice(2, -1));
    else link = linkTo(piece.slice(5, -2));
    return [];
  });
}

/** @param {string} address */
const linkTo = (address) => (WEB_ADDRESS.test(address) ? { href: address } : {});
