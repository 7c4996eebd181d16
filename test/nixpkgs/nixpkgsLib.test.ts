/**
 * The real nixpkgs `lib`, where `NIXPKGS_LIB` says it is (a folder that holds `lib/`): its own tests, on our evaluator.
 * Real Nix says `[ ]` to them, so every `expr` must equal its `expected`, or be unknown for want of a store.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../server/src/base/snapshot.ts";
import { equalValues } from "../../server/src/eval/core/compare.ts";
import { evaluate } from "../../server/src/eval/core/evaluate.ts";
import { makeBool } from "../../server/src/eval/core/make.ts";
import { selectAttr } from "../../server/src/eval/core/select.ts";
import { createMachine } from "../../server/src/eval/machine/createMachine.ts";
import { diskSnapshot } from "../support/diskSnapshot.ts";
import { parseOnce } from "../support/eval.ts";

const folder = process.env["NIXPKGS_LIB"];
if (folder === undefined) console.warn("SKIPPED: NIXPKGS_LIB is not set, so nixpkgs' own lib tests were not evaluated");

describe.skipIf(folder === undefined)("nixpkgs lib", () => {
  test("its tests pass", () => {
    const tests = pathToFileURL(join(folder ?? "", "lib/tests/misc.nix")).href;
    const snapshot: Snapshot = {
      file(uri) {
        const entry = diskSnapshot.file(uri);
        // `runTests` gives only the list of failures; the set of tests tells which.
        if (uri !== tests || entry?.kind !== "text") return entry;
        return { kind: "text", text: entry.text.replace("\nrunTests {", "\n(x: x) {") };
      },
      folder: diskSnapshot.folder,
    };
    const machine = createMachine({ snapshot, parse: parseOnce, limits: { fuel: 1e9 } });
    const outcome = evaluate(machine, () => machine.importFile(tests, null));
    if (outcome.kind !== "value" || outcome.value.type !== "attrs") throw new Error(`no tests: ${outcome.kind}`);
    const failed: string[] = [];
    let unknown = 0;
    for (const [name, attr] of outcome.value.attrs) {
      const passed = evaluate(machine, () => {
        const pair = attr.value.force(machine);
        return makeBool(
          equalValues(machine, selectAttr(machine, pair, "expr", null), selectAttr(machine, pair, "expected", null)),
        );
      });
      if (passed.kind === "unknown" && passed.reason.kind === "impure") unknown++;
      else if (passed.kind !== "value" || passed.value.type !== "bool" || !passed.value.value) failed.push(name);
    }
    expect(failed).toEqual([]);
    expect(outcome.value.attrs.size).toBeGreaterThan(300);
    expect(unknown).toBeLessThan(15);
  });
});
