import assert from "node:assert/strict";
import { test } from "node:test";
import { growWindow, MAX_LINES, moveWindow } from "../../../../jobs_app/dashboard/browser/log/log_window.js";

const MILLION = 1_000_000;
const HALF = MAX_LINES / 2;

test("the height of the window stays below the limit of browsers at three device pixels", () => {
  assert.ok(3 * 18 * MAX_LINES < 33_554_432 / 2);
});

test("the window moves only at its edges", () => {
  /** @type {[number, number, number, number][]} before, total, line, expected */
  const cases = [
    [0, 200, 1, 0],
    [0, 200, 200, 0],
    [0, MILLION, 1, 0],
    [0, MILLION, HALF, 0],
    [0, MILLION, MAX_LINES - 500, MAX_LINES - 500 - HALF],
    [HALF, MILLION, HALF + 500, 500],
    [0, MILLION, 700_000, 700_000 - HALF],
    [MILLION - HALF, MILLION, MILLION, MILLION - HALF],
    [MILLION - HALF, MILLION, 1, 0],
  ];
  for (const [before, total, line, expected] of cases) assert.equal(moveWindow(before, total, line), expected);
});

test("every line is reached by reading on in either direction", () => {
  let before = 0;
  let line = 1;
  for (; line < MILLION; line += 50) {
    before = moveWindow(before, MILLION, line);
    assert.ok(before + MAX_LINES >= line);
  }
  for (; line > 0; line -= 50) {
    before = moveWindow(before, MILLION, line);
    assert.ok(before < line);
  }
  assert.equal(before, 0);
});

test("the window follows the end in large steps, and starts again with a new log", () => {
  /** @type {[number, number, boolean, number][]} before, total, at the end, expected */
  const cases = [
    [0, 1000, true, 0],
    [0, MAX_LINES, true, 0],
    [0, MAX_LINES + 1, true, HALF + 1],
    [HALF + 1, MAX_LINES + 2, true, HALF + 1],
    [0, MILLION, false, 0],
    [0, MILLION, true, MILLION - HALF],
    [MILLION - HALF, 100, false, 0],
    [0, 0, true, 0],
  ];
  for (const [before, total, atEnd, expected] of cases) assert.equal(growWindow(before, total, atEnd), expected);
});
