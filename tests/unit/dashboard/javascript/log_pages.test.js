import assert from "node:assert/strict";
import { test } from "node:test";
import { LinePages, PAGE_LINES } from "../../../../jobs_app/dashboard/browser/log/log_pages.js";

test("missing lines are requested from the start of their page", () => {
  const lines = new LinePages();
  lines.add({ first: 1201, lines: ["a", "b"], total: 1202 });
  assert.equal(lines.missing(1180, 1202), 1000);
  assert.equal(lines.missing(1200, 1202), -1);
  assert.equal(lines.missing(400, 410), 0);
  lines.fill(1000, { first: 1001, lines: Array(200).fill("x") });
  assert.equal(lines.missing(1180, 1202), -1);
  assert.equal(lines.missing(990, 1202), 500);
  assert.equal(lines.text(1199), "x");
  assert.equal(lines.text(1200), "a");
});

test("line numbers without a row become empty lines, and are not requested again", () => {
  const lines = new LinePages();
  lines.add({ first: 90_001, lines: ["end"], total: 90_001 });
  lines.fill(0, { first: 1, lines: ["1", "2"] });
  assert.equal(lines.missing(0, 20), 2);
  lines.fill(2, { first: 11, lines: ["11"] });
  assert.equal(lines.missing(0, 20), 11);
  lines.fill(11, { first: 80_001, lines: ["80001"] });
  assert.equal(lines.missing(0, 20), -1);
  assert.deepEqual([lines.text(9), lines.text(10), lines.text(11)], ["", "11", ""]);
});

test("lines in view are kept while others arrive", () => {
  const lines = new LinePages();
  const page = Array(PAGE_LINES).fill("x");
  for (let number = 0; number < 12; number++) {
    lines.add({ first: 1 + number * PAGE_LINES, lines: page, total: (number + 1) * PAGE_LINES });
    lines.missing(80, 130);
  }
  assert.equal(lines.text(99), "x");
  assert.equal(lines.text(PAGE_LINES), undefined);
  assert.equal(lines.text(12 * PAGE_LINES - 1), "x");
});

test("a smaller total replaces the log", () => {
  const lines = new LinePages();
  lines.add({ first: 1, lines: ["old", "old"], total: 2 });
  lines.add({ first: 1, lines: ["new"], total: 1 });
  assert.deepEqual([lines.text(0), lines.text(1)], ["new", undefined]);
});
