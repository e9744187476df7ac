import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bucketList,
  endedChange,
  failedChange,
  failureRates,
  formatShare,
  formatTook,
  groupList,
  linearTicks,
  logTicks,
} from "../../../../jobs_app/dashboard/browser/insights/insights_text.js";

/** @typedef {import("../../../../jobs_app/dashboard/browser/insights/insights_text.js").Bucket} Bucket */
/** @typedef {import("../../../../jobs_app/dashboard/browser/insights/insights_text.js").Shown} Shown */

/** @param {number} completed @param {number} failed @returns {Bucket} */
const bucket = (completed, failed) => [completed, failed, 0, [null, null], [null, null]];

/** @type {Shown} */
const SHOWN = {
  since: "24h",
  by: "type",
  start: Date.parse("2026-03-14T12:00:00Z") / 1000,
  step: 1800,
  buckets: [bucket(90, 10), bucket(0, 0), bucket(0, 0), bucket(0, 0)],
  ended_before: 200,
  failed_before: 10,
  took: [null, null],
  waited: [null, null],
  slowest: [],
  failing: [],
  groups: 0,
  sampled: 0,
  oldest_wait: null,
};

test("ticks reach the highest value in round steps", () => {
  for (const most of [0.02, 0.143, 0.5, 1, 4, 7, 93, 1_812, 87_000, 1_000_000]) {
    const ticks = linearTicks(most);
    assert.equal(ticks[0], 0);
    assert.ok(ticks[ticks.length - 1] >= most && ticks[ticks.length - 1] <= 2.1 * most, String(most));
    assert.ok(ticks.length >= 3 && ticks.length <= 5, String(most));
  }
});

test("logarithmic ticks enclose all durations", () => {
  assert.deepEqual(logTicks([8_000, 48_000, null]), [1_000, 10_000, 60_000]);
  assert.deepEqual(logTicks([0, 50]), [100, 1_000]);
  for (const ticks of [logTicks([]), logTicks([null]), logTicks([1e12])]) assert.ok(ticks.length >= 2);
});

test("failure rates are means of three buckets, and unknown where nothing ended", () => {
  assert.deepEqual(failureRates(SHOWN.buckets), [0.1, 0.1, 0.1, null]);
});

test("changes are in words, and none without a comparison", () => {
  assert.equal(endedChange(SHOWN), "50% fewer than the day before");
  assert.deepEqual(failedChange(SHOWN), { text: "5 points more than the day before", bad: true });
  assert.equal(endedChange({ ...SHOWN, since: "7d", ended_before: null }), "");
  assert.deepEqual(failedChange({ ...SHOWN, ended_before: null, failed_before: null }), { text: "", bad: false });
});

test("lists have the filters of what is counted", () => {
  assert.equal(
    bucketList(SHOWN, "failed", 1, 2),
    "/jobs?status=failed&from=2026-03-14T12:30:00Z&to=2026-03-14T13:30:00Z",
  );
  assert.equal(groupList(SHOWN, "a b", { status: "failed" }), "/jobs?type=a%20b&status=failed&since=24h");
  assert.equal(
    groupList({ ...SHOWN, by: "worker" }, "gpu 1", { status: "failed" }),
    "/jobs?q=worker:%22gpu%201%22&status=failed&since=24h",
  );
});

test("durations and shares are short", () => {
  assert.deepEqual([400, 8_400, 41_000, 728_000, null].map(formatTook), ["0.4 s", "8 s", "0:41", "12:08", "–"]);
  assert.deepEqual([0, 0.041, 0.05, 1].map(formatShare), ["0%", "4.1%", "5%", "100%"]);
});
