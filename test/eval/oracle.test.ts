/** Written programs, judged by real Nix: same value, or same class of failure. */
import { describe, expect, test } from "vitest";
import { describeDisagreements, disagreements, hasNix } from "../support/oracle.ts";
import { readPrograms } from "../support/programs.ts";
import { ALLOWED_UNKNOWNS, DIFFERENCES } from "./differences.ts";

const TOPICS = ["numbers", "strings", "regex", "lists", "sets", "functions", "control", "data"];

describe.skipIf(!hasNix)("as real Nix", () => {
  for (const topic of TOPICS) {
    test(topic, { timeout: 60_000 }, async () => {
      const programs = readPrograms(topic).filter((program) => !DIFFERENCES.has(program));
      const found = await disagreements(programs, (_program, reason) => ALLOWED_UNKNOWNS.has(reason));
      expect(describeDisagreements(found)).toBe("");
    });
  }
});
