/** The cases of `cases/*.txt`: expressions over `lib`, and what real Nix with real nixpkgs said of each. */
import { readdirSync, readFileSync } from "node:fs";
import { createMachine } from "../../../server/src/eval/engine.ts";
import { evaluate } from "../../../server/src/eval/evaluate.ts";
import { makeLib } from "../../../server/src/eval/lib/lib.ts";
import { printValue } from "../../../server/src/eval/print.ts";
import { parseOnce, snapshotOf } from "../../support/eval.ts";

/** A value as `nix-instantiate --eval --strict` prints it, or how it failed: `tryEval` catches it or does not. */
export type Verdict = string | { readonly error: "caught" | "fatal" } | { readonly unknown: string };

const CASES = new URL("cases/", import.meta.url);
export const EXPECTED = new URL("expected.json", import.meta.url);

/** The expressions of one file of cases. */
export function casesOf(file: string): string[] {
  const lines = readFileSync(new URL(file, CASES), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

export const caseFiles: readonly string[] = readdirSync(CASES).sort();

const LIB_URI = "file:///lib";
const lib = makeLib();

/** What our own evaluator and our own `lib` say. */
export function evaluateOurs(expression: string): Verdict {
  const machine = createMachine({
    snapshot: snapshotOf({ "/test.nix": `with import /lib; ${expression}` }),
    parse: parseOnce,
    natives: new Map([[LIB_URI, lib]]),
  });
  const outcome = evaluate(machine, () => machine.importFile("file:///test.nix", null), { strict: true });
  if (outcome.kind === "value") return printValue(machine, outcome.value);
  if (outcome.kind === "unknown") return { unknown: JSON.stringify(outcome.reason) };
  return { error: outcome.error.kind === "throw" || outcome.error.kind === "assert" ? "caught" : "fatal" };
}
