/** Generated programs, judged by the newest Nix there is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { programs } from "../support/generate.ts";
import { describeDisagreements, disagreements, newestNix } from "../support/oracle.ts";
import { slow } from "../support/slow.ts";

const seed = slow.seed(20_261_201);
const runs = slow.runs(500, 10_000);

test.skipIf(newestNix.version === null)(`${runs} generated programs, seed ${seed}`, async () => {
  const sample = [...new Set(fc.sample(programs, { seed, numRuns: runs }))];
  const found = await disagreements(sample, { allowed: (reason) => reason === "tooLarge" });
  expect(describeDisagreements(found.slice(0, 10))).toBe("");
});
