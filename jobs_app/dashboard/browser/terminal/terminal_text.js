// Text with the styles of a terminal (SGR, OSC 8), as terminal_text.py leaves them. Pure.
const ESC = "\u001b";
const STYLE = `${ESC}(?:\\[[\\d:;]*m|\\]8;;[^${ESC}]*${ESC}\\\\)`;
const STYLES = new RegExp(STYLE, "g");
const PIECES = new RegExp(`(${STYLE})`);

/** @param {string} text */
export const hasStyles = (text) => text.includes(ESC);

/** @param {string} styled */
export const withoutStyles = (styled) => (hasStyles(styled) ? styled.replace(STYLES, "") : styled);

/**
 * The styles of a text and the texts between them, in turn; the first one is a text.
 * @param {string} styled
 */
export const stylesAndTexts = (styled) => styled.split(PIECES);

/**
 * A styled text without its first characters; its styles stay.
 * @param {string} styled
 * @param {number} characters
 */
export function withoutStart(styled, characters) {
  if (!hasStyles(styled)) return styled.slice(characters);
  let left = characters;
  const rest = stylesAndTexts(styled).map((piece, index) => {
    if (index % 2) return piece;
    const cut = Math.min(left, piece.length);
    left -= cut;
    return piece.slice(cut);
  });
  return rest.join("");
}

/**
 * The last state of a line that carriage returns overwrite, and the states that it overwrote, each with the styles set
 * before it. States that show nothing are left out.
 * @param {string} line
 * @returns {{ last: string, overwritten: string[] }}
 */
export function lineStates(line) {
  if (!line.includes("\r")) return { last: line, overwritten: [] };
  const states = line.split("\r");
  const index = Math.max(
    0,
    states.findLastIndex((state) => withoutStyles(state)),
  );
  let styles = "";
  const styled = states.slice(0, index + 1).map((state) => {
    const start = styles;
    styles = sinceReset(styles + (state.match(STYLES) ?? []).join(""));
    return start + state;
  });
  return { last: styled[index], overwritten: styled.slice(0, -1).filter((state) => withoutStyles(state)) };
}

/** @param {string} styles */
const sinceReset = (styles) =>
  styles.slice(Math.max(0, styles.lastIndexOf(`${ESC}[0m`), styles.lastIndexOf(`${ESC}[m`)));
