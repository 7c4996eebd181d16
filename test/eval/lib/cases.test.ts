/** Our `lib` against recorded answers of real Nix with real nixpkgs. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { caseFiles, casesOf, EXPECTED, evaluateOurs, type Verdict } from "./support.ts";

const expected: Record<string, Verdict> = JSON.parse(readFileSync(EXPECTED, "utf8"));

describe.each(caseFiles)("%s", (file) => {
  test.each(casesOf(file))("%s", (expression) => {
    expect(evaluateOurs(expression)).toEqual(expected[expression]);
  });
});
