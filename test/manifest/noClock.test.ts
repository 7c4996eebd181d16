/** The lint rule against clocks: it refuses each of them in every layer that answers, and nothing else. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scratchFolder } from "../support/commandLine.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const rule = "scripts/lint/noClock.grit";

/** Paths and lines that the rule refuses, under the repository's own settings for it. */
function refused(files: Readonly<Record<string, string>>): readonly string[] {
  const { overrides } = JSON.parse(readFileSync(join(repository, "biome.json"), "utf8")) as { overrides: unknown };
  const folder = scratchFolder({
    ...files,
    [rule]: readFileSync(join(repository, rule), "utf8"),
    "biome.json": JSON.stringify({ linter: { rules: { preset: "none" } }, overrides }),
  });
  const biome = join(repository, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", "--colors=off", "--max-diagnostics=none", "."];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const places = [...`${stdout}${stderr}`.matchAll(/^(\S+:\d+):\d+ plugin /gm)].map(([, place = ""]) => place);
  expect(status, stderr).toBe(places.length > 0 ? 1 : 0);
  return [...new Set(places)].sort();
}

const clocks = [
  "const a = Date.now();",
  "const a = new Date();",
  "const a = globalThis.Date.now();",
  "const now = Date;",
  "const a = performance.now();",
  "const { now } = performance;",
  "const a = process.hrtime();",
  "const a = process.hrtime.bigint();",
  "const a = process.uptime();",
  "const a = process.memoryUsage();",
  "setTimeout(() => {}, 5);",
  "globalThis.setTimeout(() => {}, 5);",
  "const a = setInterval(() => {}, 5);",
  "const a = AbortSignal.timeout(5);",
  "Atomics.wait(array, 0, 0, 5);",
  "const a = Math.random();",
];

const harmless = [
  "const a = Math.max(1, 2);",
  "Atomics.load(array, 0);",
  "const a = new AbortController();",
  'const a = "Date.now()";',
  "const dated = update.now();",
];

test("each clock is refused, and what only looks like one is not", () => {
  const text = [...clocks, ...harmless].join("\n");
  const lines = clocks.map((_, index) => `server/src/eval/probe.ts:${index + 1}`);
  expect(refused({ "server/src/eval/probe.ts": text })).toEqual(lines.sort());
});

test("in every layer that answers, and only there", () => {
  const clock = "export const a = Date.now();";
  const answering = ["base", "syntax", "eval", "nixpkgs", "modules", "schema", "rules", "features", "scaffold"];
  const places = [...[...answering, "session"].map((layer) => `${layer}/deep/probe.ts`), "lsp/requests/trial.ts"];
  const allowed = ["lsp/probe.ts", "lsp/requests/probe.ts", "node/probe.ts", "cli/probe.ts", "entry/probe.ts"];
  const files = [...places, ...allowed].map((path) => [`server/src/${path}`, clock] as const);
  expect(refused(Object.fromEntries(files))).toEqual(places.map((path) => `server/src/${path}:1`).sort());
});
