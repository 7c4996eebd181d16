/** Written programs, judged by real Nix: same value, or same class of failure. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeDisagreements, disagreements, type Judge, judges, type Setting } from "../support/oracle.ts";
import { readPrograms } from "../support/programs.ts";
import { ALLOWED_UNKNOWNS, differenceOf } from "./differences.ts";
import { FILES } from "./fixture.ts";

const TOPICS = ["numbers", "strings", "regex", "lists", "sets", "functions", "control", "data"];

async function agree(topic: string, judge: Judge, setting: Partial<Setting> = {}): Promise<void> {
  const programs = readPrograms(topic).filter((program) => differenceOf(program, judge) === undefined);
  const allowed = (reason: string) => ALLOWED_UNKNOWNS.has(reason);
  const found = await disagreements(programs, { judge, allowed, ...setting });
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

describe.each(judges)("as the $name Nix", (judge) => {
  describe.skipIf(judge.version === null)("agrees", () => {
    for (const topic of TOPICS) test(topic, () => agree(topic, judge));
    test("what is printed of values that are not forced", () => agree("lazy", judge, { lazily: true }));
    test("derivations", () => agree("derivations", judge, { store: mkdtempSync(join(tmpdir(), "store-")) }));
    test("files", () => agree("files", judge, { folder: writeFixture() }));
  });
});
