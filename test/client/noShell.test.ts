/** Programs get their arguments as arrays: no part of the client ever writes a line for a shell to read. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../client/src/", import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));

const forbidden: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["a process through a shell", /\bshell:\s*(?!false\b)/],
  ["exec and execSync of child_process", /(?<![.\w])exec(?:Sync)?\(|child_process["'][^;]*\bexec(?:Sync)?\b(?!File)/],
  ["ShellExecution of tasks", /\bShellExecution\b/],
  ["text typed into a terminal", /\.sendText\(/],
  ["a terminal's arguments as one string", /shellArgs:\s*["'`]/],
];

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(30);
  expect(sources).toContain("deploy/run/nodePorts.ts");
});

test.each(forbidden)("%s", (_, pattern) => {
  expect(sources.filter((path) => pattern.test(readFileSync(`${folder}${path}`, "utf8")))).toEqual([]);
});

test("the patterns find what they forbid", () => {
  const samples = [
    'spawn("nix", args, { shell: true })',
    'exec("nix build")',
    "new ShellExecution(line)",
    'terminal.sendText("nixos-rebuild")',
    "shellArgs: `-c ${line}`",
  ];
  for (const [index, sample] of samples.entries()) expect(forbidden[index]?.[1].test(sample)).toBe(true);
  expect(forbidden.some(([, pattern]) => pattern.test("/x/.exec(line); execFileSync(program, args)"))).toBe(false);
});
