/** The real Nix, where it is installed, and the real `lib`, where NIXPKGS_LIB names a checkout of it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const nixFolder = fileURLToPath(new URL("../../nix", import.meta.url));

export const libFolder = process.env["NIXPKGS_LIB"] ?? null;

export function has(program: string, flag = "--version"): boolean {
  return spawnSync(program, [flag]).status === 0;
}

/** Runs a program, and says what it wrote if it fails. */
export function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: exit ${status}\n${stderr}`);
  return stdout;
}

/** What `nix-instantiate` makes of an expression, with `<nixpkgs/lib>` the real `lib`. */
export function evaluateReal(expression: string): unknown {
  const args = ["--eval", "--strict", "--json", "-I", `nixpkgs=${libFolder}`, "--expr", expression];
  return JSON.parse(output("nix-instantiate", args));
}

/** An output of `nix/flake.nix`, with its inputs replaced by the small local flakes of `nix/tests/flakes`. */
export function evaluateFlake(attribute: string, apply: string, overrides: Readonly<Record<string, string>> = {}) {
  const inputs = {
    nixpkgs: `path:${nixFolder}/tests/flakes/nixpkgs`,
    "nixpkgs/nixpkgs-lib": `path:${libFolder ?? `${nixFolder}/tests/flakes/lib`}`,
    "nixpkgs/platform": `path:${nixFolder}`,
    "rust-overlay": `path:${nixFolder}/tests/flakes/rust-overlay`,
    ...overrides,
  };
  const home = scratch("home");
  const args = [
    ...["--extra-experimental-features", "nix-command flakes"],
    ...["eval", "--json", "--no-write-lock-file", `path:${nixFolder}#${attribute}`, "--apply", apply],
    ...Object.entries(inputs).flatMap(([name, url]) => ["--override-input", name, url]),
  ];
  return JSON.parse(output("nix", args, { HOME: home, XDG_CACHE_HOME: join(home, "cache") }));
}

/** A new empty folder. */
export function scratch(name: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), "plasmacloud-nix-")), name);
  mkdirSync(folder);
  return folder;
}
