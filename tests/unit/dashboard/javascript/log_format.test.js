import assert from "node:assert/strict";
import { test } from "node:test";
import { markedParts } from "../../../../jobs_app/dashboard/browser/log/log_format.js";

/** @param {string} text @param {string} query */
const marked = (text, query) =>
  markedParts(text, query)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join("");

test("matches are marked in either case", () => {
  assert.equal(marked("one Needle, two needles", "NEEDLE"), "one [Needle], two [needle]s");
  assert.equal(marked("none", "x"), "none");
  assert.equal(marked("none", ""), "none");
});

test("composed and decomposed letters match", () => {
  for (const stored of ["NFC", "NFD"])
    for (const searched of ["NFC", "NFD"]) {
      const text = "Größe ä, GRÖSSE".normalize(stored);
      assert.equal(marked(text, "GRÖ".normalize(searched)), "[Grö]ße ä, [GRÖ]SSE".normalize(stored));
    }
});
