const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

/**
 * Whether a text has letters that are read from right to left.
 * @param {string} text
 */
export const hasRightToLeft = (text) => RIGHT_TO_LEFT.test(text);

/**
 * The base direction of a text: that of its first letter, as in the Unicode bidirectional algorithm.
 * @param {string} text
 * @returns {"ltr" | "rtl"}
 */
export function textDirection(text) {
  const letter = text.match(/\p{L}/u)?.[0] ?? "";
  return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}
