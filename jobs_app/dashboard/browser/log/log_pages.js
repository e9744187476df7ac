// The lines of a log that the browser holds: those used last. Pure.

export const PAGE = 500;
const KEPT_PAGES = 10; // 5,000 lines; what is dropped is asked for again when it comes into view

export class Lines {
  pages = new Map(); // page number -> array of PAGE texts, the page used last at the end
  total = 0;

  /** Line `first` and those behind it, of a log of `total` lines; fewer than before: it has begun anew. */
  add({ first, lines, total }) {
    if (total < this.total) this.pages.clear();
    this.total = total;
    lines.forEach((text, offset) => this.put(first - 1 + offset, text));
  }

  /** What the server has after a line: lines from `first` on; those before it are in no row of the log. */
  fill(after, { first, lines }) {
    for (let index = after; index < Math.min(first - 1, after + PAGE, this.total); index++) this.put(index, "");
    lines.forEach((text, offset) => this.put(first - 1 + offset, text));
  }

  put(index, text) {
    const number = Math.floor(index / PAGE);
    if (!this.use(number)) this.pages.set(number, new Array(PAGE));
    if (this.pages.size > KEPT_PAGES) this.pages.delete(this.pages.keys().next().value);
    this.pages.get(number)[index % PAGE] = text;
  }

  use(number) {
    const page = this.pages.get(number);
    if (page && this.pages.delete(number)) this.pages.set(number, page);
    return page;
  }

  text(index) {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** After which line to ask for what is missing in [start, end): from the start of its page, or -1. Uses what is not. */
  missing(start, end) {
    for (let number = Math.floor(Math.max(0, start) / PAGE); number * PAGE < end; number++) this.use(number);
    for (let index = Math.max(0, start); index < Math.min(end, this.total); index++) {
      if (this.text(index) !== undefined) continue;
      let after = index;
      while (after % PAGE && this.text(after - 1) === undefined) after--;
      return after;
    }
    return -1;
  }
}
