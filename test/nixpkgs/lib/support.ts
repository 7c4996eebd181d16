/** The cases of `cases/*.txt`: expressions over `lib`, what our evaluator says of them, and what real Nix does. */
import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { evaluate } from "../../../server/src/eval/core/evaluate.ts";
import type { UnknownReason } from "../../../server/src/eval/core/value.ts";
import { createMachine } from "../../../server/src/eval/machine/createMachine.ts";
import { printValue } from "../../../server/src/eval/print/print.ts";
import { makeLib } from "../../../server/src/nixpkgs/lib/lib.ts";
import { parseOnce, snapshotOf } from "../../support/eval.ts";

/** A value as `nix-instantiate --eval --strict` prints it, or how it failed: `tryEval` catches it or does not. */
export type Verdict = string | { readonly error: "caught" | "fatal" } | { readonly unknown: UnknownReason };

const CASES = new URL("cases/", import.meta.url);
export const EXPECTED = new URL("expected.json", import.meta.url);

/** The expressions of one file of cases. */
export function casesOf(file: string): string[] {
  const lines = readFileSync(new URL(file, CASES), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

export const caseFiles: readonly string[] = readdirSync(CASES).sort();

const lib = makeLib();

/** What our own evaluator and our own `lib` say. `/lib` is `lib`; other files by path. */
export function evaluateOurs(expression: string, files: Readonly<Record<string, string | null>> = {}): Verdict {
  const machine = createMachine({
    snapshot: snapshotOf({ ...files, "/test.nix": `with import /lib; ${expression}` }),
    parse: parseOnce,
    natives: new Map([["file:///lib", lib]]),
  });
  const outcome = evaluate(machine, () => machine.importFile("file:///test.nix", null), { strict: true });
  if (outcome.kind === "value") return printValue(machine, outcome.value);
  if (outcome.kind === "unknown") return { unknown: outcome.reason };
  return { error: outcome.error.kind === "throw" || outcome.error.kind === "assert" ? "caught" : "fatal" };
}

/** A nixpkgs `lib` on this machine, where `NIXPKGS_LIB` says so and Nix is there. */
export function realLib(): string | null {
  const root = process.env["NIXPKGS_LIB"];
  if (root === undefined) return null;
  try {
    execFileSync("nix-instantiate", ["--version"], { stdio: "ignore" });
    return `${root}/lib`;
  } catch {
    return null;
  }
}

const run = promisify(execFile);

async function instantiate(expressions: readonly string[]): Promise<string[] | null> {
  try {
    const { stdout } = await run("nix-instantiate", ["--eval", "--strict", "-E", ...expressions], {
      maxBuffer: 1 << 26,
      env: { ...process.env, NIX_PATH: "" },
    });
    return stdout.trimEnd().split("\n");
  } catch {
    return null;
  }
}

const BATCH = 50;

/**
 * What real Nix says of expressions: many in one process, as `tryEval` catches what can be caught. `fatal` names those
 * that are expected to end the process; each of them gets its own.
 */
export async function evaluateReal(
  library: string,
  expressions: readonly string[],
  fatal: ReadonlySet<string>,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const alone = expressions.filter((expression) => fatal.has(expression)).map((expression) => [expression]);
  const together = expressions.filter((expression) => !fatal.has(expression));
  const batches = [...alone];
  for (let start = 0; start < together.length; start += BATCH) batches.push(together.slice(start, start + BATCH));
  for (let start = 0; start < batches.length; start += 2) {
    await Promise.all(batches.slice(start, start + 2).map((batch) => evaluateBatch(library, batch, verdicts)));
  }
  return verdicts;
}

/** Halves a batch until what ends the process is alone. */
async function evaluateBatch(
  library: string,
  expressions: readonly string[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const programs = expressions.map(
    (expression) => `with import ${library}; builtins.tryEval (let x = (${expression}); in builtins.deepSeq x x)`,
  );
  const printed = await instantiate(programs);
  if (printed !== null && printed.length === expressions.length) {
    for (const [index, expression] of expressions.entries()) verdicts.set(expression, verdictOf(printed[index] ?? ""));
    return;
  }
  const [only, ...others] = expressions;
  if (only === undefined) return;
  if (others.length === 0) {
    verdicts.set(only, { error: "fatal" });
    return;
  }
  const middle = Math.ceil(expressions.length / 2);
  await evaluateBatch(library, expressions.slice(0, middle), verdicts);
  await evaluateBatch(library, expressions.slice(middle), verdicts);
}

/** `{ success = true; value = …; }` as Nix prints it. */
function verdictOf(printed: string): Verdict {
  const value = /^\{ success = true; value = (.*); \}$/s.exec(printed)?.[1];
  return value ?? { error: "caught" };
}
