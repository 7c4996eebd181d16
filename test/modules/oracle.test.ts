/**
 * Programs over the module system: what ours makes of them against what the real one does. The real answers are recorded
 * in `recorded.json`; with NIXPKGS_LIB they are asked again, and `RECORD=1` writes them down.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { attempt } from "../../server/src/eval/core/evaluate.ts";
import { printJson } from "../../server/src/eval/print/printJson.ts";
import { createNixWorld } from "../../server/src/modules/nixpkgs/nixWorld.ts";
import { machineOf } from "../support/eval.ts";

type Answer = { readonly value: unknown } | { readonly error: string };

const folder = new URL("programs/", import.meta.url);
const recordedFile = new URL("recorded.json", import.meta.url);
const programs = readdirSync(folder)
  .sort()
  .flatMap((file) => readFileSync(new URL(file, folder), "utf8").split("\n"))
  .filter((line) => line !== "" && !line.startsWith("#"));

/** What programs may use beside `lib`. */
const PRELUDE = `
  ev = modules: (evalModules { inherit modules; }).config;
  answer = v: let r = builtins.tryEval (builtins.deepSeq v v); in if r.success then { ok = r.value; } else "refused";
  one = type: defs: (evalModules { modules = [ { options.o = mkOption { inherit type; }; } ] ++ map (d: { o = d; }) defs; }).config.o;
  tries = type: values: map (v: answer (one type [ v ])) values;
  merges = type: values: one type values;
  descriptions = types: map (t: t.description) types;
  base = {
    options.warnings = mkOption { type = types.listOf types.str; default = [ ]; };
    options.assertions = mkOption { type = types.listOf types.unspecified; default = [ ]; };
  };
`;

const CLASSES: readonly (readonly [string, RegExp])[] = [
  ["unknown option", /does not exist/],
  ["type mismatch", /is not of type/],
  ["conflict", /conflicting|defined multiple times|both null and not null|Cannot merge|is defined both as/],
  ["missing value", /(accessed|used) but (has no value|not) defined|was accessed but/],
  ["read-only", /is read-only/],
  ["declared twice", /already declared|would be a parent|does not support nested/],
  [
    "module",
    /look like a module|unsupported attribute|Expected a module|nested lists|define a value of type|has type|expected an option declaration|no list/,
  ],
  ["infinite recursion", /infinite recursion/],
  ["missing attribute", /missing/],
  ["non-Boolean", /non-Boolean/],
];

function classOf(message: string): string {
  return CLASSES.find(([, pattern]) => pattern.test(message))?.[0] ?? "other";
}

/** As unforgiving as the real one. */
const { world } = createNixWorld(new Map(), true);

function ours(program: string): Answer {
  const machine = machineOf(`lib: with lib; let ${PRELUDE} in ${program}`);
  const outcome = attempt(machine, () => {
    const value = machine.apply(machine.importFile("file:///test.nix", null), world.lib, null);
    return printJson(machine, value, null).text;
  });
  // The real module system has no file name for modules that no file is imported for.
  if (outcome.kind === "value") return { value: JSON.parse(outcome.value.replaceAll("/test.nix", "<unknown-file>")) };
  if (outcome.kind === "error") return { error: classOf(outcome.error.message) };
  return { error: `unknown ${JSON.stringify(outcome.reason)}` };
}

const library = process.env["NIXPKGS_LIB"] ?? null;

function real(program: string): Answer {
  const text = `let lib = import ${library}/lib; in with lib; let ${PRELUDE} in ${program}`;
  const { status, stdout, stderr } = spawnSync("nix-instantiate", ["--eval", "--strict", "--json", "--expr", text], {
    encoding: "utf8",
    env: { ...process.env, NIX_PATH: "" },
  });
  if (status === 0) return { value: JSON.parse(stdout) };
  const message = stderr
    .split(/^error: /m)
    .slice(1)
    .join("error: ");
  return { error: classOf(message.replace(/^\s*(at|while|…)[^\n]*$/gm, "")) };
}

if (library !== null && process.env["RECORD"] === "1") {
  const answers = Object.fromEntries(programs.map((program) => [program, real(program)]));
  writeFileSync(recordedFile, `${JSON.stringify(answers, null, 1)}\n`);
}

const recorded: ReadonlyMap<string, Answer> = new Map(Object.entries(JSON.parse(readFileSync(recordedFile, "utf8"))));

test("every program is recorded, and nothing else", () => {
  expect([...recorded.keys()].sort()).toEqual([...new Set(programs)].sort());
});

describe("as the real module system", () => {
  test.each(programs)("%s", (program) => {
    const expected = recorded.get(program);
    const answer = ours(program);
    // Where the real one trips over something in Nix's own words, any error of ours will do.
    if (expected !== undefined && "error" in expected && expected.error === "other")
      expect(answer).toHaveProperty("error");
    else expect(answer).toEqual(expected);
  });
});
