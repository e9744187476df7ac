import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fieldValue,
  isoOfField,
  PRESETS,
  rangeText,
} from "../../../../jobs_app/dashboard/browser/search/time_ranges.js";

process.env.TZ = "Europe/Berlin";

/** @param {string} name @param {string} now @returns {string[]} */
const range = (name, now) => PRESETS[name](Date.parse(now)).map((at) => new Date(at).toISOString());

test("yesterday begins and ends at midnight of the browser's zone", () => {
  const expected = ["2026-11-29T23:00:00.000Z", "2026-11-30T23:00:00.000Z"];
  assert.deepEqual(range("Yesterday", "2026-12-01T10:00:00Z"), expected);
  assert.deepEqual(range("Yesterday", "2026-11-30T23:00:00Z"), expected);
});

test("last night is from 22:00 to 08:00, also in the evening before and while it lasts", () => {
  const expected = ["2026-11-30T21:00:00.000Z", "2026-12-01T07:00:00.000Z"];
  for (const now of ["2026-12-01T01:00:00Z", "2026-12-01T09:00:00Z", "2026-12-01T22:30:00Z"]) {
    assert.deepEqual(range("Last night", now), expected);
  }
});

test("the day on which clocks change has 25 hours", () => {
  const [start, end] = PRESETS.Yesterday(Date.parse("2026-10-26T10:00:00Z"));
  assert.equal(end - start, 25 * 3_600_000);
  assert.deepEqual(range("Last night", "2026-10-25T10:00:00Z"), [
    "2026-10-24T20:00:00.000Z",
    "2026-10-25T07:00:00.000Z",
  ]);
});

test("fields show local times and give them back", () => {
  assert.equal(fieldValue("2026-11-30T21:05:00Z"), "2026-11-30T22:05");
  assert.equal(isoOfField("2026-11-30T22:05"), "2026-11-30T21:05:00.000Z");
  assert.deepEqual([fieldValue(""), fieldValue("x"), isoOfField(""), isoOfField("x")], ["", "", "", ""]);
});

test("a range names the year only if it is another one", () => {
  const [start, end, now] = ["2026-11-30T21:00:00Z", "2026-12-01T07:00:00Z", Date.parse("2026-12-01T10:00:00Z")];
  assert.equal(rangeText(start, end, now), "Nov 30, 22:00 to Dec 1, 08:00");
  assert.equal(rangeText(start, "", now + 3e10), "since Nov 30 2026, 22:00");
  assert.equal(rangeText("", end, now), "until Dec 1, 08:00");
  assert.equal(rangeText("", "", now), "");
});
