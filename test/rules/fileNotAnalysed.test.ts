/** `file-not-analysed`: what is reported, its nearest neighbours that are not, and its fixes. */
import { expect, test } from "vitest";
import { codesOf } from "../support/syntax.ts";

test("file-not-analysed", () => {
  expect(codesOf("\0")).toEqual(["file-not-analysed"]);
  expect(codesOf(`[ ${"1 ".repeat(1_100_000)} ]`)).toEqual(["file-not-analysed"]);
});
