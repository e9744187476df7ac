import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attentionAmount,
  attentionReason,
  attentionWord,
} from "../../../../jobs_app/dashboard/browser/job/attention.js";

const NOW = new Date(2026, 10, 25, 22, 18).getTime();
const mark = (/** @type {any} */ kind, /** @type {number} */ seconds, /** @type {number | null} */ usual = null) => ({
  kind,
  since: NOW - 1000 * seconds,
  usual_seconds: usual,
});

test("a stalled job tells for how long, and since when", () => {
  const stalled = mark("stalled", 8460);
  assert.equal(`${attentionWord(stalled)} ${attentionAmount(stalled, NOW)}`, "Stalled 2 h 21 min");
  assert.equal(attentionReason(stalled, "backup", NOW), "Nothing done or logged since 19:57");
});

test("a silent job of an earlier day tells the date", () => {
  assert.equal(attentionReason(mark("unresponsive", 86_400), "backup", NOW), "No sign of life since 2026-11-24 22:18");
});

test("an overdue job tells how many times the usual duration it has taken", () => {
  const overdue = mark("overdue", 3731, 248);
  assert.equal(attentionAmount(overdue, NOW), "15×");
  assert.equal(attentionReason(overdue, "cleanup", NOW), "95 of 100 cleanup jobs take no more than 4:08");
});

test("a waiting job tells how long others wait", () => {
  const waiting = mark("waiting", 4080, 8);
  assert.equal(attentionAmount(waiting, NOW), "1 h 8 min");
  assert.equal(attentionReason(waiting, "report", NOW), "Half of the report jobs wait no more than 8 s");
  assert.equal(attentionReason(mark("waiting", 4080, 0.2), "a", NOW), "Half of the a jobs wait no more than 1 s");
});

test("a waiting job of a new type has nothing to compare with", () => {
  assert.match(attentionReason(mark("waiting", 400), "report", NOW), /^No report job has completed yet/);
});

test("a clock that is behind makes no negative amount", () => {
  assert.equal(attentionAmount(mark("stalled", -5), NOW), "0 s");
});
