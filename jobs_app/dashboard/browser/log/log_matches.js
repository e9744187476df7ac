// The matches of a search in a log: the server returns them in portions, last lines first. Pure.

const MAX_MATCHES = 10_000; // the last ones are kept

/** @typedef {[number, string]} Match line number and text */

/**
 * @typedef {object} Found
 * @property {Match[]} lines in order
 * @property {boolean} done whether the log was read to its beginning
 * @property {boolean} more whether there are too many
 */

/** @type {Found} */
export const NOTHING_FOUND = { lines: [], done: true, more: false };

/**
 * Matches between two lines, last ones first; `before` is where to continue, 0 at the end. Null if cancelled.
 * @callback RequestMatches
 * @param {number} after
 * @param {number} before
 * @returns {Promise<{ lines: Match[], before: number } | null>}
 */

export class Matches {
  /** @type {Found} */
  found = { ...NOTHING_FOUND, done: false };
  searchedUpTo = 0; // the last line that was searched, or is being searched by `search`
  total = 0;
  growing = false;

  /**
   * @param {RequestMatches} request
   * @param {(found: Found) => void} onFound
   */
  constructor(request, onFound) {
    this.request = request;
    this.onFound = onFound;
  }

  /**
   * Search a log of `total` lines.
   * @param {number} total
   */
  async search(total) {
    this.searchedUpTo = this.total = total;
    for (let before = total + 1; before && !this.found.more; ) {
      const response = await this.request(0, before);
      if (!response) return;
      before = response.before;
      this.#put([...response.lines.reverse(), ...this.found.lines], !before);
    }
  }

  /**
   * Search the new lines of a log that has `total` lines now; all of them before any match is reported.
   * @param {number} total
   */
  async grow(total) {
    this.total = total;
    if (this.growing) return;
    this.growing = true;
    while (this.searchedUpTo < this.total) {
      const end = this.total;
      const added = await this.#between(this.searchedUpTo, end + 1);
      if (!added) break;
      this.searchedUpTo = end;
      if (added.length) this.#put([...this.found.lines, ...added], this.found.done);
    }
    this.growing = false;
  }

  /** @param {number} after @param {number} end */
  async #between(after, end) {
    /** @type {Match[]} */
    let lines = [];
    for (let before = end; before && lines.length <= MAX_MATCHES; ) {
      const response = await this.request(after, before);
      if (!response) return null;
      before = response.before;
      lines = [...response.lines.reverse(), ...lines];
    }
    return lines;
  }

  /** @param {Match[]} lines @param {boolean} done */
  #put(lines, done) {
    const more = this.found.more || lines.length > MAX_MATCHES || (lines.length === MAX_MATCHES && !done);
    this.found = { lines: lines.slice(-MAX_MATCHES), done, more };
    this.onFound(this.found);
  }
}
