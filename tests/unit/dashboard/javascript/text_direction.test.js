import assert from "node:assert/strict";
import { test } from "node:test";
import { textDirection } from "../../../../jobs_app/dashboard/browser/format/text_direction.js";

test("the first letter decides, whatever stands before it", () => {
  for (const text of ["/data/in", "(1) [x]/שם", "/data/مجلد", "/日本/x", "/😀/x", "é", "𐐀"]) {
    assert.equal(textDirection(text), "ltr", text);
  }
  for (const text of ["/بيانات/x", "שם/data", "1/😀/שם", "/𞤀", "/ދިވެހި"]) assert.equal(textDirection(text), "rtl", text);
});

test("a text without letters is left to right", () => {
  for (const text of ["", "/", "123", "😀"]) assert.equal(textDirection(text), "ltr", text);
});
