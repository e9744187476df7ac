// The text of a search as its terms, and what is being typed in it. Pure; the server reads it in search_query.py.

/** The fields that a word can be narrowed to, with an explanation. @type {Record<string, string>} */
export const FIELDS = {
  "type:": "what kind of job",
  "target:": "what it works on",
  "worker:": "where it ran",
  "error:": "its error message",
  "id:": "its id",
  "duration:>10m": "how long it ran",
};
const SUGGESTED = ["type", "worker"];

/** The terms of a search as they were written. @param {string} search @returns {string[]} */
export const writtenTerms = (search) => search.match(/(?:[^\s":]+:)?"[^"]+"(?!\S)|\S+/g) ?? [];

/**
 * The term that ends at a position of the text; a phrase may still be open.
 * @param {string} text
 * @param {number} caret
 */
export const termAt = (text, caret) => text.slice(0, caret).match(/(?:^|(?<=\s))(?:[^\s":]+:)?"[^"]*$|\S*$/)?.[0] ?? "";

/**
 * The field of which values are suggested for a term, and what is typed of the value; null for any other term.
 * @param {string} term
 */
export function valueIn(term) {
  const [name, ...rest] = term.split(":");
  const field = name.toLowerCase();
  return rest.length && SUGGESTED.includes(field) ? { field, value: rest.join(":").replace(/^"/, "") } : null;
}

/** @param {string} name */
const quoted = (name) => (/\s/.test(name) ? `"${name}"` : name);

/**
 * What may replace the term at the caret, with a label and an explanation.
 * @param {string} term
 * @param {string[]} values the known values of its field
 * @returns {{ label: string, insert: string, note: string }[]}
 */
export function suggestionsFor(term, values) {
  const wanted = valueIn(term);
  if (!wanted) {
    const names = Object.entries(FIELDS).filter(([name]) => name.startsWith(term.toLowerCase()) && name !== term);
    return names.map(([name, note]) => ({ label: name, insert: name, note }));
  }
  const part = wanted.value.toLowerCase();
  const fitting = values.filter((value) => value.toLowerCase().includes(part) && value !== wanted.value);
  return fitting.map((value) => ({ label: value, insert: `${wanted.field}:${quoted(value)} `, note: "" }));
}

/**
 * A search without a field at its end that has no value yet: while it is typed, it is not looked for as text.
 * @param {string} text
 */
export const withoutOpenField = (text) =>
  text.replace(/(^|\s)(type|target|worker|error|id|duration):(?:"|[<>]=?\d*)?$/i, "$1");

/**
 * A search without one of its terms.
 * @param {string} search
 * @param {string} term
 */
export const withoutTerm = (search, term) =>
  writtenTerms(search)
    .filter((each) => each !== term)
    .join(" ");
