/** `lib.meta`: what is said about packages, and where their programs are. */
import { parseName } from "../../../eval/builtins/versions.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { expectAttrs, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import {
  emptyAttrs,
  lazy,
  makeAttrs,
  makeBool,
  makeFunction,
  makeInt,
  makeList,
  makeString,
  ready,
} from "../../../eval/core/make.ts";
import { native } from "../../../eval/core/native.ts";
import type { Attr, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { isDerivationThunk } from "../attrsets/attrsets.ts";
import { matches } from "../attrsets/attrsetUpdates.ts";
import { nameOrVersion } from "../strings/stringValues.ts";
import { update } from "../support/callables.ts";
import { call, fail, some, textThunk } from "../support/calls.ts";
import { field, optionalField, record } from "../support/records.ts";
import { fn, type LibEntry, libConstant, table } from "../support/table.ts";
import { interpolated, lowerCase } from "../support/texts.ts";
import { licences } from "./licences.ts";
import { output } from "./outputs.ts";

/** `drv` with more in its `meta`. */
function addMeta(machine: Machine, added: Thunk, drv: Thunk, at: Origin): Value {
  const merged = (from: Thunk): Thunk =>
    lazy((inner) =>
      update((optionalField(inner, from, "meta") ?? ready(emptyAttrs(at))).force(inner), added.force(inner), at),
    );
  const overrideAttrs = optionalField(machine, drv, "overrideAttrs");
  if (overrideAttrs !== null) {
    const change = makeFunction("addMetaAttrs", (_inner, old) => record({ meta: merged(old) }, at));
    return call(machine, overrideAttrs, at, ready(change));
  }
  return update(drv.force(machine), record({ meta: merged(drv) }, at), at);
}

const DISTRIBUTE_NOWHERE = ready(record({ hydraPlatforms: ready(makeList([])) }, null));

function withPriority(priority: number): Thunk {
  return ready(record({ priority: ready(makeInt(priority)) }, null));
}

function metaSetter(name: string, added: Thunk, summary: string): LibEntry {
  return fn(name, 1, "Package -> Package", summary, (machine, [drv], at) => addMeta(machine, added, drv, at));
}

/** Maps the packages of a set and leaves everything else. */
function mapPackages(machine: Machine, f: Thunk, set: Thunk, at: Origin): Value {
  const { attrs, rest } = expectAttrs(machine, set, at);
  const mapped = new Map<string, Attr>();
  for (const [name, attr] of attrs) {
    const value = lazy((inner) =>
      isDerivationThunk(inner, attr.value) ? call(inner, f, at, attr.value) : attr.value.force(inner),
    );
    mapped.set(name, { value, origin: attr.origin });
  }
  return makeAttrs(mapped, at, rest);
}

function metaMapper(name: string, added: Thunk, summary: string): LibEntry {
  const f = native(name, 1, (machine, [drv], at) => addMeta(machine, added, drv, at));
  return fn(name, 1, "AttrSet -> AttrSet", summary, (machine, [set], at) => mapPackages(machine, ready(f), set, at));
}

/** Whether a platform is what an element of `meta.platforms` says: a system, or a pattern. */
function platformMatches(machine: Machine, platform: Thunk, element: Thunk, at: Origin): boolean {
  const wanted = expectKnown(machine, element);
  if (wanted.type === "string") {
    const system = optionalField(machine, platform, "system");
    return system !== null && expectString(machine, system, at) === wanted.value;
  }
  const pattern = optionalField(machine, element, "parsed") === null ? ready(record({ parsed: element }, at)) : element;
  return matches(machine, pattern, platform, at);
}

function listed(machine: Machine, platform: Thunk, drv: Thunk, name: string, at: Origin): boolean | null {
  const meta = optionalField(machine, drv, "meta");
  const platforms = meta === null ? null : optionalField(machine, meta, name);
  if (platforms === null) return null;
  return some(machine, expectList(machine, platforms, at).items, (element) =>
    platformMatches(machine, platform, element, at),
  );
}

/** `"${getBin x}/bin/NAME"`. */
function executable(machine: Machine, drv: Thunk, name: Thunk, at: Origin): Value {
  const known = expectKnown(machine, drv);
  if (!isDerivationThunk(machine, drv)) {
    return fail(
      `lib.meta.getExe': The first argument is of type ${known.type}, but it should be a derivation instead.`,
      at,
    );
  }
  const program = expectKnown(machine, name);
  if (program.type !== "string") {
    return fail(
      `lib.meta.getExe': The second argument is of type ${program.type}, but it should be a string instead.`,
      at,
    );
  }
  if (program.value.includes("/")) {
    return fail(`lib.meta.getExe': The second argument "${program.value}" is a nested path with a "/" character`, at);
  }
  const folder = interpolated(machine, ready(output(machine, "bin", drv, at)), at);
  return joinStrings(machine, [folder, "/bin/", program], "", at);
}

/** `meta.mainProgram`, else the package's name. */
function mainProgram(machine: Machine, drv: Thunk, at: Origin): Thunk {
  const about = optionalField(machine, drv, "meta");
  const main = about === null ? null : optionalField(machine, about, "mainProgram");
  return main ?? ready(nameOrVersion(machine, drv, "pname", "name", at));
}

let bySpdxId: ReadonlyMap<string, Thunk> | null = null;

/** Licences by SPDX identifier in lower case. */
function spdx(machine: Machine): ReadonlyMap<string, Thunk> {
  if (bySpdxId !== null) return bySpdxId;
  const found = new Map<string, Thunk>();
  for (const { value } of licences.values()) {
    // Licences are open sets: one that does not list an identifier has none.
    const id = expectAttrs(machine, value, null).attrs.get("spdxId");
    if (id !== undefined) found.set(lowerCase(expectString(machine, id.value, null)), value);
  }
  bySpdxId = found;
  return found;
}

export const meta = table(
  fn(
    "addMetaAttrs",
    2,
    "AttrSet -> Package -> Package",
    "A package with more in its `meta`.",
    (machine, [added, drv], at) => addMeta(machine, added, drv, at),
  ),
  metaSetter("dontDistribute", DISTRIBUTE_NOWHERE, "A package that build farms leave alone."),
  fn("setName", 2, "String -> Package -> Package", "A package with another name.", (machine, [name, drv], at) =>
    update(drv.force(machine), record({ name }, at), at),
  ),
  fn(
    "updateName",
    2,
    "(String -> String) -> Package -> Package",
    "A package with its name changed by a function.",
    (machine, [f, drv], at) =>
      update(
        drv.force(machine),
        record({ name: lazy((inner) => call(inner, f, at, field(inner, drv, "name", at))) }, at),
        at,
      ),
  ),
  fn(
    "appendToName",
    2,
    "String -> Package -> Package",
    "A package with a suffix between its name and version.",
    (machine, [suffix, drv], at) => {
      const name = lazy((inner) => {
        const parsed = parseName(expectString(inner, field(inner, drv, "name", at), at));
        return makeString(`${parsed.name}-${interpolated(inner, suffix, at).value}-${parsed.version}`, at);
      });
      return update(drv.force(machine), record({ name }, at), at);
    },
  ),
  fn(
    "mapDerivationAttrset",
    2,
    "(Package -> Package) -> AttrSet -> AttrSet",
    "Maps the packages of a set and leaves everything else.",
    (machine, [f, set], at) => mapPackages(machine, f, set, at),
  ),
  libConstant("defaultPriority", "Int", "The priority of packages in a profile that set none.", makeInt(5)),
  fn(
    "setPrio",
    2,
    "Int -> Package -> Package",
    "A package with a priority among those with the same files; lower wins.",
    (machine, [priority, drv], at) => addMeta(machine, ready(record({ priority }, at)), drv, at),
  ),
  metaSetter("lowPrio", withPriority(10), "A package that gives way to others with the same files."),
  metaSetter("hiPrio", withPriority(-10), "A package that others with the same files give way to."),
  metaMapper("lowPrioSet", withPriority(10), "`lowPrio` for all packages of a set."),
  metaMapper("hiPrioSet", withPriority(-10), "`hiPrio` for all packages of a set."),
  fn(
    "platformMatch",
    2,
    "Platform -> String | AttrSet -> Bool",
    "Whether a platform is the one named or matches a pattern.",
    (machine, [platform, element], at) => makeBool(platformMatches(machine, platform, element, at), at),
  ),
  fn(
    "availableOn",
    2,
    "Platform -> Package -> Bool",
    "Whether a package says that it works on a platform.",
    (machine, [platform, drv], at) => {
      const good = listed(machine, platform, drv, "platforms", at) ?? true;
      return makeBool(good && !(listed(machine, platform, drv, "badPlatforms", at) ?? false), at);
    },
  ),
  fn("getLicenseFromSpdxId", 1, "String -> License", "The licence of an SPDX identifier.", (machine, [id], at) => {
    const wanted = expectString(machine, id, at);
    const found = spdx(machine).get(lowerCase(wanted));
    return found === undefined
      ? record({ shortName: textThunk(wanted), spdxId: textThunk(wanted) }, at)
      : found.force(machine);
  }),
  fn(
    "getLicenseFromSpdxIdOr",
    2,
    "String -> a -> License | a",
    "The licence of an SPDX identifier, or the default.",
    (machine, [id, fallback], at) =>
      (spdx(machine).get(lowerCase(expectString(machine, id, at))) ?? fallback).force(machine),
  ),
  fn("getExe", 1, "Package -> String", "The path of a package's main program.", (machine, [drv], at) =>
    executable(machine, drv, mainProgram(machine, drv, at), at),
  ),
  fn("getExe'", 2, "Package -> String -> String", "The path of a program of a package.", (machine, [drv, name], at) =>
    executable(machine, drv, name, at),
  ),
);

/** `lib.kernel`: what options of the Linux kernel are set to. */
export const kernel = table(
  libConstant("yes", "KernelOption", "Built in.", tristate("y")),
  libConstant("no", "KernelOption", "Left out.", tristate("n")),
  libConstant("module", "KernelOption", "Built as a module.", tristate("m")),
  libConstant("unset", "KernelOption", "Not mentioned.", tristate(null)),
  fn("option", 1, "KernelOption -> KernelOption", "An option that this kernel may not have.", (machine, [value], at) =>
    update(value.force(machine), record({ optional: ready(makeBool(true)) }, at), at),
  ),
  fn("freeform", 1, "a -> KernelOption", "An option with a value of its own.", (_machine, [value], at) =>
    record({ freeform: value, optional: ready(makeBool(false)) }, at),
  ),
);

const SOURCE_TYPES = ["fromSource", "binaryNativeCode", "binaryBytecode", "binaryFirmware", "obfuscatedCode"];

/** `lib.sourceTypes`: what a package is made from. */
export const sourceTypes = table(
  ...SOURCE_TYPES.map((name) => {
    const value = record({ shortName: textThunk(name), isSource: ready(makeBool(name === "fromSource")) }, null);
    return libConstant(name, "SourceType", `For \`meta.sourceProvenance\`: ${name}.`, value);
  }),
);

function tristate(value: string | null): Value {
  const held: Thunk = value === null ? ready({ type: "null", origin: null }) : textThunk(value);
  return record({ tristate: held, optional: ready(makeBool(false)) }, null);
}
