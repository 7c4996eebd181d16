/** Resolves the arguments of modules and of a flake's outputs, by their names. */
import { baseName } from "../../base/uri.ts";
import type { Lambda } from "../../syntax/tree/ast.ts";
import type { NameEnvironment } from "./bindings.ts";
import type { Meaning } from "./meanings.ts";
import { isSubmoduleArgument } from "./submodule.ts";

/** The arguments that NixOS gives every module, and that a flake gives its outputs. */
export function formalMeaning(name: string, lambda: Lambda, env: NameEnvironment): Meaning | null {
  switch (name) {
    case "config":
    case "options":
      return isSubmoduleArgument(lambda, env.file) ? null : { kind: name, path: [] };
    case "lib":
      return { kind: "lib", path: [] };
    case "pkgs":
      return { kind: "pkgs", path: [] };
    case "nodes":
      return { kind: "hosts" };
    case "inputs":
      return { kind: "inputs" };
    default:
      return name === "self" || /^nixpkgs/.test(name) || isFlakeOutputs(env, lambda)
        ? { kind: "input", name, path: [] }
        : null;
  }
}

/** Whether a function is the `outputs` of a flake: it is in a `flake.nix` and takes `self`. */
export function isFlakeOutputs(env: NameEnvironment, lambda: Lambda): boolean {
  return (
    baseName(env.file.uri) === "flake.nix" && lambda.formals?.formals.some(({ name }) => name.name === "self") === true
  );
}

/** What `path` below a flake input stands for. */
export function inputMember(name: string, path: readonly string[]): Meaning | null {
  const [first] = path;
  if (first === "nixosConfigurations" && path.length === 1) return { kind: "hosts" };
  if (/^nixpkgs/.test(name)) {
    if (first === "lib") return { kind: "lib", path: path.slice(1) };
    if (first === "legacyPackages" && path.length === 2) return { kind: "pkgs", path: [] };
  }
  return { kind: "input", name, path };
}
