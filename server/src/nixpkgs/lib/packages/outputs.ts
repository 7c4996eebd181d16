/** Choosing an output of a package: `lib.getBin`, `lib.getLib` and the like. */
import { expectBool, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeList } from "../../../eval/core/make.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { optionalField } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** Whether someone already chose an output of the package. */
function isChosen(machine: Machine, pkg: Thunk, at: Origin): boolean {
  const chosen = optionalField(machine, pkg, "outputSpecified");
  return chosen !== null && expectBool(machine, chosen, at);
}

/** `getOutput name pkg`: that output, else `out`, else the package itself. */
export function output(machine: Machine, name: string, pkg: Thunk, at: Origin = null): Value {
  if (isChosen(machine, pkg, at)) return pkg.force(machine);
  return (optionalField(machine, pkg, name) ?? optionalField(machine, pkg, "out") ?? pkg).force(machine);
}

/** `getFirstOutput names pkg`: the first output that is there, else the package itself. */
function firstOutput(machine: Machine, names: readonly string[], pkg: Thunk, at: Origin): Value {
  if (isChosen(machine, pkg, at)) return pkg.force(machine);
  for (const name of names) {
    const found = optionalField(machine, pkg, name);
    if (found !== null) return found.force(machine);
  }
  return pkg.force(machine);
}

function getter(name: string, wanted: string, summary: string) {
  return fn(name, 1, "Package -> Package", summary, (machine, [pkg], at) => output(machine, wanted, pkg, at));
}

function firstGetter(name: string, wanted: readonly string[], summary: string) {
  return fn(name, 1, "Package -> Package", summary, (machine, [pkg], at) => firstOutput(machine, wanted, pkg, at));
}

export const outputs = table(
  fn(
    "getOutput",
    2,
    "String -> Package -> Package",
    "An output of a package, or its main one.",
    (machine, [name, pkg], at) => output(machine, expectString(machine, name, at), pkg, at),
  ),
  fn(
    "getFirstOutput",
    2,
    "[String] -> Package -> Package",
    "The first of some outputs that a package has, or the package.",
    (machine, [names, pkg], at) =>
      firstOutput(
        machine,
        expectList(machine, names, at).items.map((name) => expectString(machine, name, at)),
        pkg,
        at,
      ),
  ),
  getter("getBin", "bin", "The output of a package that holds its programs."),
  getter("getLib", "lib", "The output of a package that holds its libraries."),
  getter("getDev", "dev", "The output of a package that builds against it need."),
  getter("getMan", "man", "The output of a package that holds its manual pages."),
  firstGetter("getStatic", ["static", "lib", "out"], "The output of a package that holds its static libraries."),
  firstGetter("getInclude", ["include", "dev", "out"], "The output of a package that holds its headers."),
  fn("chooseDevOutputs", 1, "[Package] -> [Package]", "`getDev` of each package.", (machine, [list], at) =>
    makeList(
      expectList(machine, list, at).items.map((pkg) => lazy((inner) => output(inner, "dev", pkg, at))),
      at,
    ),
  ),
);
