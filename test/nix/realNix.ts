/** The real Nix, where it is installed, and the real `lib`, where NIXPKGS_LIB names a checkout of it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const nixFolder = fileURLToPath(new URL("../../nix", import.meta.url));

export const libFolder = process.env["NIXPKGS_LIB"] || null;

export function has(program: string, flag = "--version"): boolean {
  return spawnSync(program, [flag]).status === 0;
}

/** Runs a program, and says what it wrote if it fails. */
export function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, folder?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    cwd: folder,
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

const libUrl = `path:${libFolder ?? `${nixFolder}/tests/flakes/lib`}`;

/** The inputs of `nix/flake.nix`: the small local flakes of `nix/tests/flakes`. */
const localInputs = {
  nixpkgs: `path:${nixFolder}/tests/flakes/nixpkgs`,
  "nixpkgs/nixpkgs-lib": libUrl,
  "nixpkgs/platform": `path:${nixFolder}`,
  "rust-overlay": `path:${nixFolder}/tests/flakes/rust-overlay`,
};

/** An output of `nix/flake.nix`, with its inputs replaced by the small local flakes. */
export function evaluateFlake(attribute: string, apply: string, overrides: Readonly<Record<string, string>> = {}) {
  return evaluateOutput(`${nixFolder}#${attribute}`, apply, { ...localInputs, ...overrides });
}

/** The names of the hosts of a flake that was made from a template. */
export function evaluateHosts(folder: string): unknown {
  const { "rust-overlay": rustOverlay, ...inputs } = localInputs;
  return evaluateOutput(`${folder}#nixosConfigurations`, "builtins.attrNames", {
    ...inputs,
    plasmacloud: `path:${nixFolder}`,
    "plasmacloud/rust-overlay": rustOverlay,
  });
}

function evaluateOutput(output: string, apply: string, inputs: Readonly<Record<string, string>>): unknown {
  const overrides = Object.entries(inputs).flatMap(([name, url]) => ["--override-input", name, url]);
  return JSON.parse(
    flakeCommand(["eval", "--json", "--no-write-lock-file", `path:${output}`, "--apply", apply, ...overrides]),
  );
}

/**
 * Runs `nix flake init --template` in a folder. The command takes no overrides, so the template comes through a flake
 * whose only input is ours, with its inputs replaced.
 */
export function initialiseTemplate(name: string, folder: string): void {
  const flake = scratch("templates");
  writeFileSync(
    join(flake, "flake.nix"),
    `{
      inputs = {
        lib.url = "${libUrl}";
        platform = { url = "path:${nixFolder}"; flake = false; };
        nixpkgs = {
          url = "${localInputs.nixpkgs}";
          inputs = { nixpkgs-lib.follows = "lib"; platform.follows = "platform"; };
        };
        rust-overlay.url = "${localInputs["rust-overlay"]}";
        plasmacloud = {
          url = "path:${nixFolder}";
          inputs = { nixpkgs.follows = "nixpkgs"; rust-overlay.follows = "rust-overlay"; };
        };
      };
      outputs = { plasmacloud, ... }: { inherit (plasmacloud) templates; };
    }`,
  );
  flakeCommand(["flake", "init", "--template", `path:${flake}#${name}`], folder);
}

function flakeCommand(args: readonly string[], folder?: string): string {
  const home = scratch("home");
  const features = ["--extra-experimental-features", "nix-command flakes"];
  return output("nix", [...features, ...args], { HOME: home, XDG_CACHE_HOME: join(home, "cache") }, folder);
}

/** A new empty folder. */
export function scratch(name: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), "plasmacloud-nix-")), name);
  mkdirSync(folder);
  return folder;
}
