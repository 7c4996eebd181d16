/** nixpkgs' own tests of `lib`, run on ours where a nixpkgs `lib` is at hand: each holds or is unknown, and few are. */
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { equalThunks } from "../../../server/src/eval/core/compare.ts";
import { evaluate } from "../../../server/src/eval/core/evaluate.ts";
import { makeBool, ready } from "../../../server/src/eval/core/make.ts";
import { createMachine } from "../../../server/src/eval/machine/createMachine.ts";
import { makeLib } from "../../../server/src/nixpkgs/lib/lib.ts";
import { field, record } from "../../../server/src/nixpkgs/lib/support/records.ts";
import { IDENTITY } from "../../../server/src/nixpkgs/lib/trivial.ts";
import type { ParsedFile } from "../../../server/src/syntax/tree/parsedFile.ts";
import { diskSnapshot } from "../../support/diskSnapshot.ts";
import { parseNix } from "../../support/syntax.ts";
import { realLib } from "./support.ts";

const library = realLib();

/** The file has 5,000 lines; on a busy machine the first parses may be stopped for taking too long. */
function parsePatiently(uri: string, text: string): ParsedFile {
  let file = parseNix(text, uri);
  for (let attempt = 0; attempt < 20 && file.root === null; attempt++) file = parseNix(text, uri);
  return file;
}

test.runIf(library !== null)(
  "nixpkgs' own tests hold on our lib",
  () => {
    const root = pathToFileURL(`${library}/`).href;
    const lib = makeLib({ values: new Map([["runTests", ready(IDENTITY)]]) });
    const natives = new Map([[`${root}default.nix`, lib]]);
    const machine = createMachine({ snapshot: diskSnapshot, parse: parsePatiently, natives });
    const tests = evaluate(machine, () => machine.importFile(`${root}tests/misc.nix`, null));
    if (tests.kind !== "value" || tests.value.type !== "attrs") throw new Error(JSON.stringify(tests));
    const failed: string[] = [];
    const unknown: string[] = [];
    let held = 0;
    for (const [name, attr] of tests.value.attrs) {
      const outcome = evaluate(machine, () => {
        const pair = record({ pair: attr.value }, null);
        const [expr, expected] = ["expr", "expected"].map((part) =>
          field(machine, field(machine, ready(pair), "pair", null), part, null),
        );
        return makeBool(expr !== undefined && expected !== undefined && equalThunks(machine, expr, expected));
      });
      if (outcome.kind === "unknown") unknown.push(`${name}: ${JSON.stringify(outcome.reason)}`);
      else if (outcome.kind === "error") failed.push(`${name}: ${outcome.error.message}`);
      else if (outcome.value.type === "bool" && outcome.value.value) held++;
      else failed.push(name);
    }
    expect(failed).toEqual([]);
    expect(held).toBeGreaterThan(300);
    // Derivations, and what only the module system's rooms have.
    expect(unknown.filter((reason) => !/impure|notModelled/.test(reason))).toEqual([]);
  },
  60_000,
);
