/** Rules of git that would take for ever to match are left out; those that people write count. */
import { expect, test } from "vitest";
import { IgnoreRules } from "../../server/src/session/files/ignoredPaths.ts";

test("a rule of many wildcards ignores nothing; whoever tried to match it would never end", () => {
  const rules = IgnoreRules.none.with(`${"*a".repeat(12)}*b\n*.log\n`);
  expect(rules.ignores(`${"a".repeat(200)}.nix`, false)).toBe(false);
  expect(rules.ignores("x.log", false)).toBe(true);
});
