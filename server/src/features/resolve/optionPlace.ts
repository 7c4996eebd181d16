/**
 * Where in the world of options a definition stands. A `DefinitionPath` says where it stands in the text; this file
 * knows which parts of a module, a flake, a hive or a `let` are modules.
 * Invariant: silence when unsure: a set that need not be a module (a package, a shell, a library) gets no place.
 */

import { baseName } from "../../base/uri.ts";
import type { OptionNode, OptionPath } from "../../modules/api.ts";
import { locate } from "../../schema/lookup.ts";
import type { DefinitionPath } from "../../syntax/cursor/cursor.ts";
import type { Expression } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { calledName } from "./literals.ts";

export type OptionPlace =
  /** An option definition; `top`: right in the module, where `imports`, `options` and `config` stand too. */
  | { readonly kind: "config"; readonly path: OptionPath; readonly top: boolean }
  /** Below `options`, where options are declared. */
  | { readonly kind: "options"; readonly path: OptionPath }
  /** `imports` itself (`[]`), or an element of it (`["*"]`). */
  | { readonly kind: "imports"; readonly path: readonly string[] }
  /** In a flake, outside of any module. */
  | { readonly kind: "flake"; readonly path: readonly string[] };

/** The place of `definition` in `file`, or `null` when it stands in no module and no flake. */
export function optionPlace(definition: DefinitionPath, file: ParsedFile, options: OptionNode): OptionPlace | null {
  const { root, names } = definition;
  switch (root.kind) {
    case "file":
      return fileRootPlace(names, file, options);
    case "let":
      return loosePlace(names.slice(1), options) ?? modulesListPlace(names, options);
    case "argument":
      return argumentPlace(names, root.function, options);
    case "expression":
      return loosePlace(names, options);
  }
}

function fileRootPlace(names: readonly string[], file: ParsedFile, options: OptionNode): OptionPlace | null {
  const name = baseName(file.uri);
  if (name === "flake.nix" || isFlake(file.root)) return flakePlace(names, options);
  if (name === "hive.nix") return hivePlace(names, options);
  if (mayBeModule(file.root)) return modulePlace(names, options);
  return loosePlace(names, options);
}

/** What a flake's outputs hold modules under, with how many names follow before the module begins. */
const flakeModules: ReadonlyMap<string, number> = new Map([
  ["nixosModules", 1],
  ["nixosModule", 0],
  ["darwinModules", 1],
  ["colmena", 1],
]);

function flakePlace(names: readonly string[], options: OptionNode): OptionPlace | null {
  const [first, ...outputs] = names;
  if (first === "outputs") {
    // flake-parts puts the outputs one level down.
    const [kind, ...rest] = outputs[0] === "flake" ? outputs.slice(1) : outputs;
    const skipped = kind === undefined ? undefined : flakeModules.get(kind);
    if (kind === "colmena") return hivePlace(rest, options);
    if (skipped !== undefined && rest.length >= skipped) return modulePlace(rest.slice(skipped), options);
    const inList = modulesListPlace(rest, options);
    if (inList !== null) return inList;
  }
  return { kind: "flake", path: names };
}

/** A colmena hive: `meta` and one module a node. */
function hivePlace(names: readonly string[], options: OptionNode): OptionPlace | null {
  const [node, ...rest] = names;
  return node === undefined || node === "meta" || node === "network" ? null : modulePlace(rest, options);
}

/** Functions that make a host of a set with `modules`, and functions whose argument is (or may hold) a module. */
function argumentPlace(names: readonly string[], called: Expression | null, options: OptionNode): OptionPlace | null {
  const name = calledName(called);
  if (name !== null && notModules.has(name)) return null;
  if (name === "makeHive") return hivePlace(names, options);
  return loosePlace(names, options) ?? modulesListPlace(names, options) ?? nodesPlace(names, options);
}

/** Calls whose arguments are never modules, however their names look. */
const notModules: ReadonlySet<string> = new Set([
  "mkOption",
  "mkEnableOption",
  "mkPackageOption",
  "submodule",
  "submoduleWith",
  "mkDerivation",
  "mkShell",
  "override",
  "overrideAttrs",
  "overrideScope",
  "callPackage",
  "import",
]);

/** `modules = [ { … } ]` of `nixosSystem` and of anything that passes it on. */
function modulesListPlace(names: readonly string[], options: OptionNode): OptionPlace | null {
  const at = names.findIndex((name) => /^(?:modules|extraModules|[a-z]\w*Modules)$/.test(name));
  if (at < 0 || at > 2) return null;
  const rest = names.slice(at + 1);
  if (rest.length > 0 && rest[0] !== "*") return null;
  return rest.length < 2 ? { kind: "imports", path: rest } : modulePlace(rest.slice(1), options);
}

/** `nodes.machine = { … }` of a NixOS test. */
function nodesPlace(names: readonly string[], options: OptionNode): OptionPlace | null {
  if (names[0] === "nodes" && names.length > 1) return modulePlace(names.slice(2), options);
  return names[0] === "machine" ? modulePlace(names.slice(1), options) : null;
}

/**
 * A set that may or may not be a module (`let common = { services.… }`, `mkNode 1 { … }`, an element of a list of
 * modules): it counts as one when its path begins as only options do.
 */
function loosePlace(names: readonly string[], options: OptionNode): OptionPlace | null {
  for (const skipped of [0, 1, 2]) {
    if (skipped === 2 && names[1] !== "*") return null;
    const rest = names.slice(skipped);
    const first = rest[0] === "config" ? rest[1] : rest[0];
    if (first !== undefined && tellingNames.has(first) && options.children.has(first))
      return modulePlace(rest, options);
  }
  return null;
}

/** First names that hardly anything but an option path has. */
const tellingNames: ReadonlySet<string> = new Set([
  "services",
  "networking",
  "boot",
  "systemd",
  "users",
  "environment",
  "security",
  "fileSystems",
  "virtualisation",
  "hardware",
  "programs",
]);

/** A path in a module: `config`, `options` and `imports` are the module's own, all else is an option. */
function modulePlace(names: readonly string[], options: OptionNode): OptionPlace {
  const [first, ...rest] = names;
  switch (first) {
    case "config":
      return optionDefinition(rest, false, options);
    case "options":
      return { kind: "options", path: rest };
    case "imports":
      // `imports = [ { services.x = …; } ]` holds a module.
      return rest[0] === "*" && rest.length > 1 ? modulePlace(rest.slice(1), options) : { kind: "imports", path: rest };
    default:
      return optionDefinition(names, true, options);
  }
}

/** Some options hold whole systems: `containers.x.config`, `specialisation.x.configuration`. */
function optionDefinition(names: readonly string[], top: boolean, options: OptionNode): OptionPlace {
  for (let length = 2; length < names.length; length++) {
    const type = locate(options, names.slice(0, length))?.option?.type;
    const inside = names[length - 1] ?? "";
    if (type?.kind !== "opaque" || !/^(?:config|configuration|nixos)$/.test(inside)) continue;
    return modulePlace(names.slice(length), options);
  }
  return { kind: "config", path: names, top: top && names.length === 0 };
}

/** Whether a file can be a module: a plain set, or a function that takes whatever NixOS gives it. */
function mayBeModule(root: Expression | null): boolean {
  let node = root;
  let verdict = true;
  while (node !== null) {
    if (node.kind === "lambda") {
      verdict = node.formals?.ellipsis === true;
      node = node.body;
    } else if (node.kind === "let" || node.kind === "with" || node.kind === "assert") {
      node = node.body;
    } else {
      break;
    }
  }
  return verdict;
}

/** A flake under another name: a set with `outputs` and what only flakes have beside it. */
function isFlake(root: Expression | null): boolean {
  if (root?.kind !== "attrSet") return false;
  const names = new Set<string>();
  for (const binding of root.bindings) {
    const first = binding.kind === "binding" ? binding.path[0] : undefined;
    if (first?.kind === "attrName") names.add(first.name);
  }
  return names.has("outputs") && (names.has("inputs") || names.has("description"));
}
