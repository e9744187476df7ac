import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Matches } from "../../../../jobs_app/dashboard/browser/log/log_matches.js";

/** @typedef {import("../../../../jobs_app/dashboard/browser/log/log_matches.js").Found} Found */
/** @typedef {import("../../../../jobs_app/dashboard/browser/log/log_matches.js").Match} Match */

/** A server whose log has a match in every line; a response holds `most` of them, and is delayed. */
class Server {
  requests = 0;
  /** @type {Found[]} */
  reported = [];
  /** Called while a request is answered. */
  meanwhile = () => {};

  /** @param {number} most */
  constructor(most) {
    this.most = most;
    this.matches = new Matches(
      (after, before) => this.#answer(after, before),
      (found) => this.reported.push(found),
    );
  }

  /** @param {number} after @param {number} before */
  async #answer(after, before) {
    this.requests += 1;
    /** @type {Match[]} */
    const lines = [];
    for (let line = before - 1; line > after && lines.length < this.most; line--) lines.push([line, `match ${line}`]);
    const last = lines.at(-1)?.[0] ?? 0;
    this.meanwhile();
    await sleep(0);
    return { lines, before: last > after + 1 ? last : 0 };
  }
}

/** @param {Found} found */
const numbers = ({ lines, done, more }) => ({
  first: lines[0]?.[0],
  last: lines.at(-1)?.[0],
  count: lines.length,
  done,
  more,
  gaps: lines.filter(([line], index) => index && line !== lines[index - 1][0] + 1).length,
});

/** All lines from `first` to `last`. @param {number} first @param {number} last */
const all = (first, last, done = true, more = false) => ({ first, last, count: last - first + 1, done, more, gaps: 0 });

test("lines that arrive during a search are searched too", async () => {
  const server = new Server(100);
  let total = 1000;
  let growing = Promise.resolve();
  server.meanwhile = () => {
    if (total >= 1500) return;
    total += 50;
    const grown = server.matches.grow(total);
    growing = growing.then(() => grown);
  };
  await server.matches.search(total);
  await growing;
  assert.deepEqual(numbers(server.matches.found), all(1, 1500));
  assert.ok(server.reported.every((found) => numbers(found).gaps === 0));
});

for (const added of [1, 999, 1000, 1001, 5000]) {
  test(`${added} new matches are complete, however many responses they take`, async () => {
    const server = new Server(1000);
    await server.matches.search(10);
    await server.matches.grow(10 + added);
    assert.deepEqual(numbers(server.matches.found), all(1, 10 + added));
  });
}

/** @type {[number, number, ReturnType<typeof all>][]} total, total after growing (0: none), expected */
const LIMITS = [
  [10_000, 0, all(1, 10_000)],
  [10_001, 0, all(2, 10_001, false, true)],
  [1_000_000, 0, all(990_001, 1_000_000, false, true)],
  [9_000, 12_000, all(2_001, 12_000, true, true)],
  [5, 1_000_000, all(990_001, 1_000_000, true, true)],
];
for (const [total, grown, expected] of LIMITS) {
  test(`of ${total} matches, then ${grown}, at most ten thousand are kept`, async () => {
    const server = new Server(1000);
    await server.matches.search(total);
    if (grown) await server.matches.grow(grown);
    assert.deepEqual(numbers(server.matches.found), expected);
    assert.ok(server.requests < 30);
  });
}

test("a cancelled search reports nothing", async () => {
  /** @type {Found[]} */
  const reported = [];
  const matches = new Matches(
    async () => null,
    (found) => reported.push(found),
  );
  await matches.search(100);
  await matches.grow(200);
  assert.deepEqual(reported, []);
});
