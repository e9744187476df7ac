import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatAge,
  formatClockDuration,
  formatIso,
  formatLongDuration,
} from "../../../../jobs_app/dashboard/browser/format/format_time.js";

const NOW = 1_800_000_000_000;

test("ages are in the largest unit", () => {
  const ages = [0, 3000, 59_999, 60_000, 3_599_000, 7_200_000, 400_000_000];
  const expected = ["now", "3 s ago", "59 s ago", "1 min ago", "59 min ago", "2 h ago", "4 d ago"];
  assert.deepEqual(
    ages.map((age) => formatAge(NOW - age, NOW)),
    expected,
  );
});

test("a time in the future is announced only if it is more than a minute away", () => {
  assert.equal(formatAge(NOW + 30_000, NOW), "now");
  assert.equal(formatAge(NOW + 300_000, NOW), "in 5 min");
});

test("durations of a column are comparable digit by digit", () => {
  const expected = ["0:00", "0:07", "12:05", "1:02:03", "3 d 04:05"];
  assert.deepEqual([0, 7000, 725_000, 3_723_000, 273_900_000].map(formatClockDuration), expected);
});

test("long durations have their two largest units", () => {
  const expected = ["12 s", "1 min 20 s", "4 min", "2 h 5 min", "3 d 4 h"];
  assert.deepEqual([12_000, 80_000, 240_000, 7_500_000, 273_900_000].map(formatLongDuration), expected);
});

test("ISO times are in UTC, and empty for no time or an invalid one", () => {
  assert.deepEqual([0, NOW, 9e99].map(formatIso), ["", "2027-01-15T08:00:00.000Z", ""]);
});
