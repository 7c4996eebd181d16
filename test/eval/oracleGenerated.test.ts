/** Generated programs, judged by real Nix. The seed is printed; `ORACLE_SEED` and `ORACLE_RUNS` set it and their number. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { programs } from "../support/generate.ts";
import { describeDisagreements, disagreements, hasNix } from "../support/oracle.ts";

const seed = Number(process.env["ORACLE_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["ORACLE_RUNS"] ?? 1500);

test.skipIf(!hasNix)(`${runs} generated programs, seed ${seed}`, { timeout: 240_000 }, async () => {
  const sample = [...new Set(fc.sample(programs, { seed, numRuns: runs }))];
  const found = await disagreements(sample, { allowed: (reason) => reason === "tooLarge" });
  expect(describeDisagreements(found.slice(0, 10))).toBe("");
});
