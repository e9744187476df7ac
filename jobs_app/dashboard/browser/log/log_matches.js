// Lines of a log that are sought, as they are found: the server answers in portions, last lines first. Pure.

const MOST = 10_000; // lines that are kept: the last ones

/** {lines: [[number, text]] in order, done: whether the log was read to its beginning, more: there are too many}. */
export const NOTHING = { lines: [], done: true, more: false };

/** Asks `ask(after, before)` for {lines, before}, null if nobody wants to know any more; `tell`s what is found. */
export class Matches {
  found = { ...NOTHING, done: false };
  upTo = 0; // the last line that is looked through, or being looked through by `search`
  total = 0;
  growing = false;

  constructor(ask, tell) {
    Object.assign(this, { ask, tell });
  }

  /** The lines of a log of `total` lines. */
  async search(total) {
    this.upTo = this.total = total;
    for (let before = total + 1; before && !this.found.more;) {
      const answer = await this.ask(0, before);
      if (!answer) return;
      before = answer.before;
      this.put([...answer.lines.reverse(), ...this.found.lines], !before);
    }
  }

  /** The log has `total` lines now: those that are new are looked through, all of them before any is told. */
  async grow(total) {
    this.total = total;
    if (this.growing) return;
    this.growing = true;
    while (this.upTo < this.total) {
      const end = this.total;
      const fresh = await this.between(this.upTo, end + 1);
      if (!fresh) break;
      this.upTo = end;
      if (fresh.length) this.put([...this.found.lines, ...fresh], this.found.done);
    }
    this.growing = false;
  }

  async between(after, before) {
    let lines = [];
    while (before && lines.length <= MOST) {
      const answer = await this.ask(after, before);
      if (!answer) return null;
      before = answer.before;
      lines = [...answer.lines.reverse(), ...lines];
    }
    return lines;
  }

  put(lines, done) {
    const more = this.found.more || lines.length > MOST || (lines.length === MOST && !done);
    this.found = { lines: lines.slice(-MOST), done, more };
    this.tell(this.found);
  }
}
