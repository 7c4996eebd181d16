/**
 * Real Nix as the judge of programs: the installed one, and a newer one beside it, whose language is the one that we
 * follow. Programs that end in a value or a catchable error are judged many at a time, the others one process each.
 * Where a judge is not there its tests are skipped loudly; under CI the installed one must be there.
 */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Snapshot } from "../../server/src/base/snapshot.ts";
import type { Attempt } from "../../server/src/eval/core/evaluate.ts";
import { evaluate } from "../../server/src/eval/core/evaluate.ts";
import { toBytes } from "../../server/src/eval/core/text.ts";
import { createMachine } from "../../server/src/eval/machine/createMachine.ts";
import { printValue } from "../../server/src/eval/print/print.ts";
import { diskSnapshot } from "./diskSnapshot.ts";
import { parseOnce } from "./eval.ts";

const run = promisify(execFile);
const BATCH = 80;
const AT_ONCE = 2;

/** A Nix that programs are put before. */
export interface Judge {
  readonly name: "installed" | "newer";
  /** `nix-instantiate`, by name or by path. */
  readonly program: string;
  /** As it says itself; `null`: it is not there. */
  readonly version: string | null;
}

function judge(name: Judge["name"], program: string): Judge {
  const said = spawnSync(program, ["--version"], { encoding: "utf8" });
  return { name, program, version: said.status === 0 ? (/\d[\d.]*/.exec(said.stdout)?.[0] ?? null) : null };
}

const scripts = new URL("../../scripts/tools/newerNix.mjs", import.meta.url).href;
const { newerNixFolder } = (await import(scripts)) as { newerNixFolder(): string };

export const installedNix = judge("installed", "nix-instantiate");
export const newerNix = judge("newer", join(newerNixFolder(), "bin", "nix-instantiate"));
export const judges: readonly Judge[] = [installedNix, newerNix];

export const hasNix = installedNix.version !== null;
if (!hasNix && process.env["CI"] !== undefined)
  throw new Error("nix-instantiate is missing: the evaluator has no judge");
for (const { name, version } of judges)
  if (version === null) console.warn(`SKIPPED: there is no ${name} Nix, so the evaluator was not compared with it`);

/** The newest Nix there is: what it says counts where two differ. */
export const newestNix = newerNix.version === null ? installedNix : newerNix;

/** How a program ended: its value as printed, the class of its failure, or why we do not know. */
export type Verdict =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "failure"; readonly of: FailureClass }
  | { readonly kind: "unknown"; readonly reason: string };

export type FailureClass =
  | "caught"
  | "abort"
  | "infiniteRecursion"
  | "type"
  | "missingAttribute"
  | "undefinedName"
  | "refused"
  | "other";

export interface Setting {
  readonly judge: Judge;
  /** The folder that relative paths start from; `null`: programs read no files. */
  readonly folder: string | null;
  /** A folder for a store that derivations are written to; `null`: no store. */
  readonly store: string | null;
  /** Print what is not needed as `<CODE>`. */
  readonly lazily: boolean;
  /** Which unknowns are accepted. */
  readonly allowed: (reason: string) => boolean;
}

/** What our evaluator says, twice: the second time on what the first has left behind. */
function ourVerdict(program: string, { folder, lazily }: Setting): Verdict {
  const uri = pathToFileURL(`${folder ?? ""}/program.nix`).href;
  const snapshot: Snapshot = {
    file: (asked) => (asked === uri ? { kind: "text", text: program } : diskSnapshot.file(asked)),
    folder: diskSnapshot.folder,
  };
  const machine = createMachine({ snapshot, parse: parseOnce, refuseFaulty: true });
  const once = () => evaluate(machine, () => machine.importFile(uri, null), { strict: !lazily });
  const first = verdictOf(once(), (value) => printValue(machine, value));
  const again = verdictOf(once(), (value) => printValue(machine, value));
  if (JSON.stringify(first) !== JSON.stringify(again)) {
    throw new Error(`evaluated again, it is ${JSON.stringify(again)} and not ${JSON.stringify(first)}: ${program}`);
  }
  return first;
}

function verdictOf(outcome: Attempt, print: (value: Extract<Attempt, { kind: "value" }>["value"]) => string): Verdict {
  if (outcome.kind === "value") return { kind: "value", text: asNodeReads(print(outcome.value)) };
  if (outcome.kind === "unknown") {
    const { reason } = outcome;
    return { kind: "unknown", reason: "what" in reason ? `${reason.kind}: ${reason.what}` : reason.kind };
  }
  switch (outcome.error.kind) {
    case "throw":
    case "assert":
      return { kind: "failure", of: "caught" };
    case "syntax":
      return { kind: "failure", of: "refused" };
    case "evaluation":
    case "missingFile":
      return { kind: "failure", of: "other" };
    default:
      return { kind: "failure", of: outcome.error.kind };
  }
}

/** Bytes that are no text come out of a process as replacement characters. */
function asNodeReads(text: string): string {
  return Buffer.from(toBytes(text)).toString("utf8");
}

export interface Disagreement {
  readonly program: string;
  readonly ours: Verdict;
  readonly nix: Verdict;
}

/** All programs on which we and Nix differ. */
export async function disagreements(
  programs: readonly string[],
  given: Partial<Setting> = {},
): Promise<Disagreement[]> {
  const setting: Setting = {
    judge: newestNix,
    folder: null,
    store: null,
    lazily: false,
    allowed: () => false,
    ...given,
  };
  const { allowed, lazily } = setting;
  const judged = programs.map((program) => ({ program, ours: ourVerdict(program, setting) }));
  const found: Disagreement[] = [];
  const single = judged.filter(({ ours }) => {
    if (ours.kind === "unknown") return !allowed(ours.reason);
    return lazily || (ours.kind === "failure" && ours.of !== "caught");
  });
  const many = judged.filter(({ ours }) => {
    return !lazily && (ours.kind === "value" || (ours.kind === "failure" && ours.of === "caught"));
  });
  const batches: (typeof judged)[] = [];
  for (let start = 0; start < many.length; start += BATCH) batches.push(many.slice(start, start + BATCH));
  await inParallel(batches, async (batch) => {
    if (!(await agreesAsWhole(batch, setting))) single.push(...batch);
  });
  await inParallel(single, async ({ program, ours }) => {
    const nix = await nixVerdict(program, setting);
    if (JSON.stringify(nix) !== JSON.stringify(ours)) found.push({ program, ours, nix });
  });
  return found;
}

async function agreesAsWhole(batch: readonly { program: string; ours: Verdict }[], setting: Setting): Promise<boolean> {
  const expected = batch.map(({ ours }) =>
    ours.kind === "value" ? `{ success = true; value = ${ours.text}; }` : "{ success = false; value = false; }",
  );
  const source = batch.map(({ program }) => `(${caught(program)})`).join("\n");
  const { output } = await nix(`[\n${source}\n]`, setting);
  return output === `[ ${expected.join(" ")} ]`;
}

function caught(program: string): string {
  return `builtins.tryEval (let it = (${program}\n); in builtins.deepSeq it it)`;
}

/** What Nix says of one program. */
async function nixVerdict(program: string, setting: Setting): Promise<Verdict> {
  const { output, errors } = await nix(program, setting);
  if (output !== null) return { kind: "value", text: output };
  const found = CLASSES.find(([, pattern]) => pattern.test(errors));
  if (found !== undefined) return { kind: "failure", of: found[0] };
  const again = await nix(caught(program), setting);
  return { kind: "failure", of: again.output === null ? "other" : "caught" };
}

const CLASSES: readonly (readonly [FailureClass, RegExp])[] = [
  ["other", /dynamic attribute .* already defined/],
  ["refused", /error: syntax error|already defined at|duplicate formal|dynamic attributes not allowed|invalid integer/],
  ["undefinedName", /undefined variable/],
  ["abort", /evaluation aborted/],
  ["infiniteRecursion", /infinite recursion encountered/],
  ["missingAttribute", /attribute '.*' missing|does not have attribute/],
  [
    "type",
    /value is .* while .* (was|is) expected|expected an? .* but found|cannot coerce|cannot add|cannot compare|without required argument|unexpected argument|attempt to call something|cannot convert|requires a function/,
  ],
];

async function nix(
  program: string,
  { judge, folder, store, lazily }: Setting,
): Promise<{ readonly output: string | null; readonly errors: string }> {
  const place = store === null ? ["--store", "dummy://"] : ["--store", store, "--read-write-mode"];
  const flags = [...place, "--eval", ...(lazily ? [] : ["--strict"])];
  try {
    const { stdout } = await run(judge.program, [...flags, "-E", `(\n${program}\n)`], {
      ...(folder === null ? {} : { cwd: folder }),
      maxBuffer: 1 << 26,
      // a hang, and nothing else
      timeout: 540_000,
    });
    return { output: stdout.replace(/\n$/, ""), errors: "" };
  } catch (problem) {
    return { output: null, errors: String((problem as { stderr?: unknown }).stderr) };
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Disagreements as text for an assertion. */
export function describeDisagreements(found: readonly Disagreement[]): string {
  const show = (verdict: Verdict) => {
    if (verdict.kind === "value") return verdict.text;
    return verdict.kind === "failure" ? `fails: ${verdict.of}` : `unknown: ${verdict.reason}`;
  };
  return found
    .map(({ program, ours, nix }) => `${program}\n    ours: ${show(ours)}\n    Nix:  ${show(nix)}\n`)
    .join("");
}
