import assert from "node:assert/strict";
import { test } from "node:test";
import { refreshState } from "../../../../jobs_app/dashboard/browser/refresh/refresh_state.js";

const NOW = 1_800_000_000_000;

/** @type {import("../../../../jobs_app/dashboard/browser/refresh/refresh_state.js").RefreshFacts} */
const LIVE = {
  connected: true,
  since: NOW - 3_600_000,
  visible: true,
  mode: "",
  at: NOW - 1000,
  took: 0,
  receivedAt: NOW - 1000,
  received: true,
  failing: null,
  interval: 5,
  requested: 0,
  nextTry: 0,
  synchronized: true,
};

/** A poll that failed a second ago; the next is due in `due` ms. */
const failing = (/** @type {number} */ due, now = NOW - 1000, count = 1) => ({
  count,
  reason: "the database cannot be reached",
  now,
  due: NOW + due,
});

/** @type {[Partial<typeof LIVE>, string][]} */
const CASES = [
  [{}, "live"],
  [{ at: NOW - 5001 }, "refreshing"],
  [{ at: NOW - 5900, took: 1000 }, "live"],
  [{ at: NOW - 6001, took: 1000 }, "refreshing"],
  [{ at: NOW - 12_001, took: 11_000 }, "refreshing"],
  [{ requested: NOW }, "refreshing"],
  [{ received: false }, "refreshing"],
  [{ receivedAt: NOW - 12_001 }, "offline"],
  [{ at: NOW - 3_600_000 }, "refreshing"],
  [{ synchronized: false }, "refreshing"],
  [{ connected: false }, "offline"],
  [{ connected: false, since: NOW - 1000 }, "live"],
  [{ mode: "paused" }, "paused"],
  [{ mode: "off" }, "paused"],
  [{ mode: "paused", at: NOW - 3_000_000 }, "paused"],
  [{ mode: "paused", connected: false }, "offline"],
  [{ visible: false }, "paused"],
  [{ failing: failing(4000) }, "retrying"],
  [{ failing: failing(100_000, NOW - 1000, 9), at: NOW - 600_000 }, "retrying"],
  [{ failing: failing(-7001, NOW - 12_001), at: NOW - 600_000, receivedAt: NOW - 12_001 }, "offline"],
  [{ failing: failing(4000), requested: NOW }, "retrying"],
  [{ failing: failing(4000), mode: "paused" }, "paused"],
  [{ failing: failing(4000), mode: "off" }, "paused"],
  [{ failing: failing(4000), visible: false }, "paused"],
  [{ failing: failing(4000), mode: "paused", requested: NOW }, "refreshing"],
  [{ failing: failing(4000), mode: "paused", connected: false }, "offline"],
  [{ at: NOW - 600_000, receivedAt: NOW - 600_000, since: NOW - 500, received: false }, "refreshing"],
];

for (const [facts, expected] of CASES) {
  test(`${JSON.stringify(facts)} is ${expected}`, () => {
    assert.equal(refreshState({ ...LIVE, ...facts }, NOW).state, expected);
  });
}

test("a page that does not poll has no next attempt", () => {
  /** @type {Partial<typeof LIVE>[]} */
  const notPolling = [{ mode: "paused" }, { mode: "off" }, { visible: false }];
  for (const facts of notPolling) {
    assert.deepEqual(refreshState({ ...LIVE, failing: failing(4000), ...facts }, NOW), { state: "paused", next: 0 });
  }
});
