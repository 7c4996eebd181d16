/**
 * Our `lib` against what real Nix says with a real nixpkgs. The answers are recorded in `expected.json`, so this runs
 * everywhere; with NIXPKGS_LIB they are asked again, and `RECORD=1` writes them down.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { caseFiles, casesOf, EXPECTED, evaluateOurs, evaluateReal, realLib, type Verdict } from "./support.ts";

const library = realLib();
const every = caseFiles.flatMap(casesOf);
const recorded = readFileSync(EXPECTED, "utf8");
const fatal = new Set(
  Object.entries<Verdict>(JSON.parse(recorded)).flatMap(([expression, verdict]) =>
    typeof verdict === "object" && "error" in verdict && verdict.error === "fatal" ? [expression] : [],
  ),
);
const asked = library === null ? null : await evaluateReal(library, every, fatal);

if (asked !== null && process.env["RECORD"] === "1") {
  const sorted = Object.fromEntries(every.map((expression) => [expression, asked.get(expression)]));
  writeFileSync(EXPECTED, `${JSON.stringify(sorted, null, 1)}\n`);
}

const expected: ReadonlyMap<string, Verdict> = new Map(Object.entries(JSON.parse(readFileSync(EXPECTED, "utf8"))));

test("every case is recorded, and nothing else", () => {
  expect([...expected.keys()].sort()).toEqual([...new Set(every)].sort());
});

describe.each(caseFiles)("%s", (file) => {
  test.each(casesOf(file))("%s", (expression) => {
    expect(evaluateOurs(expression)).toEqual(expected.get(expression));
  });
});

test.runIf(asked !== null)("real Nix still says what is recorded", () => {
  expect(Object.fromEntries(asked ?? [])).toEqual(Object.fromEntries(expected));
});
