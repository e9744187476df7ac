import assert from "node:assert/strict";
import { test } from "node:test";
import {
  suggestionsFor,
  termAt,
  valueIn,
  withoutOpenField,
  withoutTerm,
  writtenTerms,
} from "../../../../jobs_app/dashboard/browser/search/search_terms.js";

/** @param {string} term @param {string[]} [values] */
const inserted = (term, values = []) => suggestionsFor(term, values).map((each) => each.insert);

test("the term at the caret may be an open phrase", () => {
  assert.equal(termAt("report type:sc", 14), "type:sc");
  assert.equal(termAt("report type:sc", 9), "ty");
  assert.equal(termAt('worker:"gpu on', 14), 'worker:"gpu on');
  assert.equal(termAt('a "two words" ', 14), "");
  assert.equal(termAt('say"two words', 13), "words");
  assert.equal(termAt("", 0), "");
});

test("fields are suggested by their start", () => {
  assert.deepEqual(inserted("T"), ["type:", "target:"]);
  assert.deepEqual(inserted("dur"), ["duration:>10m"]);
  assert.equal(inserted("").length, 6);
  assert.deepEqual(inserted("type"), ["type:"]);
  assert.deepEqual(inserted("report"), []);
  assert.deepEqual(inserted("error:"), []);
});

test("values are suggested that contain what is typed, quoted where they have blanks", () => {
  const values = ["import", "nightly import", "scan"];
  assert.deepEqual(inserted("type:IMP", values), ["type:import ", 'type:"nightly import" ']);
  assert.deepEqual(inserted('worker:"n', values), ['worker:"nightly import" ', "worker:scan "]);
  assert.deepEqual(inserted("type:scan", values), []);
  assert.equal(inserted("type:", values).length, 3);
});

test("values belong to types and workers", () => {
  assert.deepEqual(valueIn('Worker:"gpu 1'), { field: "worker", value: "gpu 1" });
  assert.deepEqual(valueIn("type:a:b"), { field: "type", value: "a:b" });
  assert.equal(valueIn("error:x"), null);
  assert.equal(valueIn("type"), null);
});

test("a field without a value is not searched while it is typed", () => {
  for (const open of ["type:", 'Worker:"', "duration:", "duration:>", "duration:<=10"]) {
    assert.equal(withoutOpenField(`report ${open}`), "report ");
    assert.equal(withoutOpenField(open), "");
  }
  for (const whole of ["type:x", "duration:>10m", "type: ", "prototype:", "a"]) {
    assert.equal(withoutOpenField(whole), whole);
  }
});

test("a term can be taken out of a search", () => {
  const search = 'report  type:"two words" "a b" x';
  assert.deepEqual(writtenTerms(search), ["report", 'type:"two words"', '"a b"', "x"]);
  assert.equal(withoutTerm(search, 'type:"two words"'), 'report "a b" x');
  assert.equal(withoutTerm("x x", "x"), "");
});
