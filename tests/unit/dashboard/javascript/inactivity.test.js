import assert from "node:assert/strict";
import { test } from "node:test";
import { inactivityText } from "../../../../jobs_app/dashboard/browser/job/inactivity.js";

const NOW = 1_800_000_000_000;
const ago = (/** @type {number} */ seconds) => NOW - 1000 * seconds;

test("an unresponsive job is named before a stalled one", () => {
  assert.equal(inactivityText(ago(80), ago(300), NOW), "no sign of life for 1 min 20 s");
});

test("a stalled job has made no progress", () => {
  assert.equal(inactivityText(null, ago(240), NOW), "no progress for 4 min");
});

test("an active job has no notice", () => {
  assert.equal(inactivityText(null, null, NOW), "");
});
