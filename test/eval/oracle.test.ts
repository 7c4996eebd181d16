/** Written programs, judged by real Nix: same value, or same class of failure. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeDisagreements, disagreements, hasNix, type Setting } from "../support/oracle.ts";
import { readPrograms } from "../support/programs.ts";
import { ALLOWED_UNKNOWNS, DIFFERENCES } from "./differences.ts";
import { FILES } from "./fixture.ts";

const TOPICS = ["numbers", "strings", "regex", "lists", "sets", "functions", "control", "data"];

async function agree(topic: string, setting: Partial<Setting> = {}): Promise<void> {
  const programs = readPrograms(topic).filter((program) => !DIFFERENCES.has(program));
  const found = await disagreements(programs, { allowed: (reason) => ALLOWED_UNKNOWNS.has(reason), ...setting });
  expect(describeDisagreements(found)).toBe("");
}

function writeFixture(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "oracle-")));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe.skipIf(!hasNix)("as real Nix", { timeout: 60_000 }, () => {
  for (const topic of TOPICS) test(topic, () => agree(topic));
  test("what is printed of values that are not forced", () => agree("lazy", { lazily: true }));
  test("files", () => agree("files", { folder: writeFixture() }));
});
