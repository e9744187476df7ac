import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BUCKET_MS,
  changeOf,
  chosenRange,
  heightsOf,
  momentsOf,
  rangeOf,
  sumOf,
} from "../../../../jobs_app/dashboard/browser/overview/overview_text.js";

const START = Date.parse("2026-03-14T12:00:00Z");

test("a range of an address is that of the bars it covers exactly", () => {
  const day = "from=2026-03-14T12:00:00Z";
  assert.deepEqual(chosenRange(`${day}&to=2026-03-14T12:30:00Z`, START), { first: 0, last: 0 });
  assert.deepEqual(chosenRange("from=2026-03-14T14:00:00%2B01:00&to=1773497700", START), null);
  assert.deepEqual(chosenRange("status=failed&from=1773491400&to=1773493200", START), { first: 1, last: 1 });
  for (const query of ["", day, `${day}&to=x`, `${day}&to=2026-03-14T12:10:00Z`, `${day}&to=2026-03-20T12:00:00Z`]) {
    assert.equal(chosenRange(query, START), null, query);
  }
});

test("ranges go both ways and have moments and sums", () => {
  const range = rangeOf(3, 1);
  assert.deepEqual(range, { first: 1, last: 3 });
  assert.deepEqual(momentsOf(START, range), { from: START + BUCKET_MS, to: START + 4 * BUCKET_MS });
  const bars = [1, 2, 3, 4, 5].map((n) => /** @type {[number, number, number, number]} */ ([n, 10 * n, 0, 100 * n]));
  assert.deepEqual(sumOf(bars, range), { completed: 9, failed: 90, cancelled: 0, yesterday: 900 });
});

test("changes are said in words", () => {
  assert.equal(changeOf(11, 3), "8 more than yesterday");
  assert.equal(changeOf(3, 1203), "1\u202f200 fewer than yesterday");
  assert.equal(changeOf(2, 2), "as many as yesterday");
});

test("failed jobs have a scale of their own and every number is visible", () => {
  const [none, one, many] = heightsOf(
    [
      [0, 0, 0, 0],
      [1, 1, 1, 50],
      [98, 40, 2, 100],
    ],
    34,
    12,
  );
  assert.deepEqual(none, { completed: 0, cancelled: 0, failed: 0, yesterday: 34 });
  assert.deepEqual(one, { completed: 1, cancelled: 1, failed: 1.5, yesterday: 17 });
  assert.equal(many.failed, 12);
  assert.equal(many.yesterday, 0);
});
