// The lines of a log that the browser keeps: the pages used last (LRU cache). Pure.

export const PAGE_LINES = 500;
const MAX_PAGES = 10; // 5,000 lines; dropped ones are requested again when they come into view

/**
 * @typedef {object} LogChunk consecutive lines of a log
 * @property {number} first the number of the first line, counted from 1
 * @property {string[]} lines
 * @property {number} total lines of the log
 */

export class LinePages {
  /** @type {Map<number, (string | undefined)[]>} page number to its texts, the page used last at the end */
  pages = new Map();
  total = 0;

  /**
   * Add the newest lines. A smaller total than before means that the log was replaced.
   * @param {LogChunk} chunk
   */
  add({ first, lines, total }) {
    if (total < this.total) this.pages.clear();
    this.total = total;
    this.#putAll(first - 1, lines);
  }

  /**
   * Add the response to a request for the lines after `after`. Lines before `first` are in no row of the log.
   * @param {number} after
   * @param {Omit<LogChunk, "total">} chunk
   */
  fill(after, { first, lines }) {
    const missing = Math.min(first - 1, after + PAGE_LINES, this.total);
    for (let index = after; index < missing; index++) this.#put(index, "");
    this.#putAll(first - 1, lines);
  }

  /** @param {number} start @param {string[]} lines */
  #putAll(start, lines) {
    lines.forEach((text, offset) => {
      this.#put(start + offset, text);
    });
  }

  /** @param {number} index @param {string} text */
  #put(index, text) {
    const number = Math.floor(index / PAGE_LINES);
    const page = this.#use(number) ?? new Array(PAGE_LINES);
    this.pages.set(number, page);
    if (this.pages.size > MAX_PAGES) this.pages.delete(/** @type {number} */ (this.pages.keys().next().value));
    page[index % PAGE_LINES] = text;
  }

  /** @param {number} number */
  #use(number) {
    const page = this.pages.get(number);
    if (page && this.pages.delete(number)) this.pages.set(number, page);
    return page;
  }

  /**
   * The text of the line at an index, counted from 0; undefined if it is not kept.
   * @param {number} index
   */
  text(index) {
    return this.pages.get(Math.floor(index / PAGE_LINES))?.[index % PAGE_LINES];
  }

  /**
   * The line after which to request the first missing line in [start, end), aligned to its page; -1 if none is missing.
   * Marks the pages in this range as used.
   * @param {number} start
   * @param {number} end
   */
  missing(start, end) {
    const first = Math.max(0, start);
    for (let number = Math.floor(first / PAGE_LINES); number * PAGE_LINES < end; number++) this.#use(number);
    for (let index = first; index < Math.min(end, this.total); index++) {
      if (this.text(index) !== undefined) continue;
      let after = index;
      while (after % PAGE_LINES && this.text(after - 1) === undefined) after--;
      return after;
    }
    return -1;
  }
}
