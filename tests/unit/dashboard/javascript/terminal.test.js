import assert from "node:assert/strict";
import { test } from "node:test";
import { dayBegun } from "../../../../jobs_app/dashboard/browser/log/log_days.js";
import { markedStyledParts } from "../../../../jobs_app/dashboard/browser/log/log_format.js";
import { parseLine } from "../../../../jobs_app/dashboard/browser/log/log_prefix.js";
import { lookAfter, PLAIN_LOOK } from "../../../../jobs_app/dashboard/browser/terminal/sgr.js";
import { styledParts } from "../../../../jobs_app/dashboard/browser/terminal/styled_parts.js";
import {
  coloursOf,
  contrast,
  readable,
  THEMES,
} from "../../../../jobs_app/dashboard/browser/terminal/terminal_colours.js";

/** @typedef {import("../../../../jobs_app/dashboard/browser/terminal/sgr.js").Look} Look */

const STAMP = "2026-03-14T12:00:00.000Z";

/** @type {[string, Partial<Look>][]} */
const LOOKS = [
  ["", {}],
  ["0", {}],
  ["1;31", { bold: true, fore: 1 }],
  ["1;2;22", {}],
  ["91;102", { fore: 9, back: 10 }],
  ["31;41;39", { back: 1 }],
  ["31;41;49", { fore: 1 }],
  ["38;5;9", { fore: 9 }],
  ["38;5;208;1", { fore: [255, 135, 0], bold: true }],
  ["48;5;244", { back: [128, 128, 128] }],
  ["48;2;1;2;3;4", { back: [1, 2, 3], underline: true }],
  ["38:2::1:2:3", { fore: [1, 2, 3] }],
  ["38:2:1:2:3;3", { fore: [1, 2, 3], italic: true }],
  ["38:5:21", { fore: [0, 0, 255] }],
  ["58;5;5;7", { reverse: true }],
  ["58;2;1;2;3;9", { strike: true }],
  ["58:2::1:2:3", {}],
  ["4:3", { underline: true }],
  ["4;4:0", {}],
  ["38;5;256", {}],
  ["38;2;1;2", {}],
  ["38;2;1;2;999", {}],
  ["38", {}],
  ["8;5;73;999", {}],
  [";;;", {}],
];
for (const [codes, expected] of LOOKS) {
  test(`SGR "${codes}" sets its attributes and nothing else`, () => {
    assert.deepEqual(lookAfter(PLAIN_LOOK, codes), { ...PLAIN_LOOK, ...expected });
  });
}

test("colours and hyperlinks are independent of each other", () => {
  const parts = styledParts("\u001b[1ma\u001b]8;;https://x.org\u001b\\b\u001b[0mc\u001b]8;;\u001b\\d");
  const found = parts.map(({ text, className, href }) => [text, className, href]);
  assert.deepEqual(found, [
    ["a", "term-bold", undefined],
    ["b", "term-bold", "https://x.org"],
    ["c", "", "https://x.org"],
    ["d", "", undefined],
  ]);
});

test("links to other than web pages are texts", () => {
  for (const address of ["javascript:alert(1)", "data:text/html,x", "file:///x", "https://x y", "//x"])
    assert.equal(styledParts(`\u001b]8;;${address}\u001b\\a`)[0].href, undefined);
});

test("any text colour is readable on any background in both themes", () => {
  const colours = [0, 1, 2, 3, 4, 5, 6, 7, 11, 15, null];
  for (const theme of Object.values(THEMES))
    for (const fore of colours)
      for (const back of colours)
        for (const [dim, reverse] of [
          [false, false],
          [true, false],
          [false, true],
          [true, true],
        ]) {
          const { colour, background } = coloursOf({ ...PLAIN_LOOK, fore, back, dim, reverse }, theme);
          assert.ok(contrast(colour ?? theme.text, background ?? theme.ground) >= 4.5);
        }
  assert.deepEqual(readable([0, 0, 0], [255, 255, 255]), [0, 0, 0]);
});

test("a match spans styles", () => {
  const parts = markedStyledParts("one \u001b[31mer\u001b[0mror", "e ERR");
  assert.deepEqual(
    parts.map(({ found, parts: inner }) => [found, inner.map(({ text }) => text)]),
    [
      [false, ["on"]],
      [true, ["e ", "er", "r"]],
      [false, ["or"]],
    ],
  );
});

test("styles before the last state and in the prefix persist", () => {
  const line = `\u001b[32m${STAMP} INFO 1%\r2%\r3%`;
  assert.deepEqual(parseLine(line), {
    time: Date.parse(STAMP),
    level: "INFO",
    word: "INFO",
    text: "\u001b[32m3%",
    overwritten: ["\u001b[32m1%", "\u001b[32m2%"],
  });
});

/** @type {[string, (string | undefined)[], string][]} */
const DAYS = [
  ["first line", [`${STAMP} INFO a`], ""],
  ["same day", [`${STAMP} INFO a`, "2026-03-14T13:00:00Z INFO b"], ""],
  ["next day", [`${STAMP} INFO a`, "2026-03-16T12:00:00Z INFO b"], "2026-03-16"],
  ["after lines without a time", [`${STAMP} INFO a`, "b", "c", "2026-03-16T12:00:00Z INFO d"], "2026-03-16"],
  ["earlier day", [`${STAMP} INFO a`, "2026-03-12T12:00:00Z INFO b"], ""],
  ["no time", [`${STAMP} INFO a`, "b"], ""],
  ["line before not loaded", [`${STAMP} INFO a`, undefined, "2026-03-16T12:00:00Z INFO b"], ""],
  ["not loaded", [`${STAMP} INFO a`, undefined], ""],
  ["invalid date", [`${STAMP} INFO a`, "2026-99-99T12:00:00Z INFO b"], ""],
  ["coloured prefix", [`${STAMP} INFO a`, "\u001b[31m2026-03-16T12:00:00Z INFO\u001b[0m b"], "2026-03-16"],
];
for (const [name, lines, day] of DAYS) {
  test(`day that begins: ${name}`, () => {
    assert.equal(
      dayBegun(lines.length - 1, (index) => lines[index]),
      day,
    );
  });
}
