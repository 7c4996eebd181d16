/**
 * nixpkgs where it is not at hand: `pkgs` of which little is known, and a folder that is nowhere, so that
 * `<nixpkgs/nixos>`, `"${nixpkgs}/nixos/modules/x.nix"` and `modulesPath` name something.
 */
import { type Uri, uriPath, withPath } from "../../base/uri.ts";
import { expectKnown } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeFunction,
  makeString,
  makeUnknown,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import { selectOrNull } from "../../eval/core/select.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { iniType, jsonType, keyValueType, tomlType, yamlType } from "../types/formats.ts";
import type { OptionType } from "../types/optionType.ts";
import { typeValue } from "../types/typeValue.ts";

/** Where nixpkgs would be. No such file can exist: store names have no hash of zeros. */
export const NIXPKGS_PATH = "/nix/store/00000000000000000000000000000000-nixpkgs";

export const UNKNOWN_PKGS = makeUnknown({ kind: "pkgs", path: [] });

/** Whether a file would be in nixpkgs. */
export function isInNixpkgs(uri: Uri): boolean {
  if (!uri.includes("00000000000000000000000000000000-nixpkgs")) return false;
  const path = uriPath(uri);
  return path === NIXPKGS_PATH || path.startsWith(`${NIXPKGS_PATH}/`);
}

/** A package set for a system, where one is known. Everything that is not here is unknown. */
export function pkgsValue(lib: Thunk, system: Thunk): Value {
  const platform = lazy((machine) => platformValue(system.force(machine)));
  const stdenv = {
    ...setOf([
      ["hostPlatform", platform],
      ["buildPlatform", platform],
      ["targetPlatform", platform],
      ["system", system],
    ]),
    rest: pkgsAt("stdenv"),
  };
  const set = setOf([
    ["_type", ready(makeString("pkgs"))],
    ["lib", lib],
    ["system", system],
    ["stdenv", ready(stdenv)],
    ["hostPlatform", platform],
    ["formats", ready(makeAttrs(FORMATS.attrs, null, pkgsAt("formats")))],
    ["path", ready(makeString(NIXPKGS_PATH))],
    ["extend", ready(native("extend", 1, () => pkgsValue(lib, system)))],
    ["appendOverlays", ready(native("appendOverlays", 1, () => pkgsValue(lib, system)))],
  ]);
  return { ...set, rest: UNKNOWN_PKGS };
}

function pkgsAt(...path: string[]) {
  return makeUnknown({ kind: "pkgs", path });
}

function platformValue(system: Value): Value {
  if (system.type !== "string") return system.type === "unknown" ? system : pkgsAt("stdenv", "hostPlatform");
  const [cpu = "", kernel = ""] = system.value.split("-");
  const flags: readonly (readonly [string, boolean])[] = [
    ["isLinux", kernel === "linux"],
    ["isDarwin", kernel === "darwin"],
    ["isx86_64", cpu === "x86_64"],
    ["isx86", cpu === "x86_64" || cpu === "i686"],
    ["isAarch64", cpu === "aarch64"],
    ["isAarch", cpu === "aarch64" || cpu.startsWith("arm")],
    ["is64bit", cpu === "x86_64" || cpu === "aarch64" || cpu === "riscv64"],
    ["isRiscV", cpu.startsWith("riscv")],
  ];
  const set = setOf([
    ["system", ready(system)],
    ...flags.map(([name, value]) => [name, ready(makeBool(value))] as const),
  ]);
  return { ...set, rest: pkgsAt("stdenv", "hostPlatform") };
}

/** `pkgs.formats.X settings`: the type is known, the generated file is not. */
function format(name: string, type: (lists: boolean) => OptionType): readonly [string, Thunk] {
  return [
    name,
    ready(
      native(name, 1, (machine, [settings]) => {
        const duplicates = optionalField(machine, settings, "listsAsDuplicateKeys");
        const lists = duplicates === null ? null : expectKnown(machine, duplicates);
        const set = setOf([["type", ready(typeValue(type(lists?.type === "bool" && lists.value)))]]);
        return { ...set, rest: pkgsAt("formats", name) };
      }),
    ),
  ];
}

const FORMATS = setOf([
  format("json", () => jsonType),
  format("yaml", () => yamlType),
  format("yaml_1_1", () => yamlType),
  format("yaml_1_2", () => yamlType),
  format("toml", () => tomlType),
  format("ini", iniType),
  format("keyValue", keyValueType),
]);

/** What `import <nixpkgs>` and paths below it give, by URI. `sibling` says on which disk or server. */
export function nixpkgsFiles(lib: Thunk, evalConfig: Thunk, sibling: Uri): ReadonlyMap<Uri, Thunk> {
  const files: readonly (readonly [string, Thunk])[] = [
    ["", ready(importNixpkgs(lib))],
    ["/default.nix", ready(importNixpkgs(lib))],
    ["/lib", lib],
    ["/lib/default.nix", lib],
    ["/nixos/lib/eval-config.nix", evalConfig],
    ["/nixos", ready(importNixos(evalConfig))],
    ["/nixos/default.nix", ready(importNixos(evalConfig))],
  ];
  return new Map(files.map(([path, value]) => [withPath(sibling, `${NIXPKGS_PATH}${path}`), value]));
}

/** `import nixpkgs { system = …; }` */
function importNixpkgs(lib: Thunk): Value {
  return makeFunction("nixpkgs", (_machine, argument) =>
    pkgsValue(
      lib,
      lazy((machine) => systemOf(machine, argument)),
    ),
  );
}

/** The system in the argument of `import nixpkgs`. */
function systemOf(machine: Machine, argument: Thunk): Value {
  const given = argument.force(machine);
  if (given.type !== "attrs") return pkgsAt("system");
  for (const name of ["localSystem", "hostPlatform", "system"]) {
    const found = selectOrNull(machine, given, name, null);
    if (found?.type === "string") return found;
    const inner = found?.type === "attrs" ? selectOrNull(machine, found, "system", null) : null;
    if (inner?.type === "string") return inner;
  }
  return pkgsAt("system");
}

/** `import <nixpkgs/nixos> { configuration = …; }` */
function importNixos(evalConfig: Thunk): Value {
  return makeFunction("nixos", (machine, argument, at) => {
    const modules = lazy((later) => {
      const configuration = optionalField(later, argument, "configuration");
      return { type: "list", items: configuration === null ? [] : [configuration], origin: at };
    });
    return machine.apply(evalConfig.force(machine), ready(setOf([["modules", modules]])), at);
  });
}
