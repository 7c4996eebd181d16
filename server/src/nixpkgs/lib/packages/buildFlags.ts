import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { expectBool, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeString, ready } from "../../../eval/core/make.ts";
import { addValues } from "../../../eval/core/operators.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { joinItems } from "../strings/strings.ts";
import { refuse, textThunk } from "../support/calls.ts";
import { fn, table } from "../support/table.ts";
import { interpolated, upper } from "../support/texts.ts";
import { output } from "./outputs.ts";

/** `assert isString …; assert isBool …;` of the functions that make flags. */
function flagParts(machine: Machine, name: Thunk, flag: Thunk | null, at: Origin): { name: string; on: boolean } {
  const known = expectKnown(machine, name);
  if (known.type !== "string") return refuse("assertion 'isString' failed", at);
  if (flag === null) return { name: known.value, on: false };
  const on = expectKnown(machine, flag);
  return on.type === "bool" ? { name: known.value, on: on.value } : refuse("assertion 'isBool' failed", at);
}

function assertedString(machine: Machine, value: Thunk, at: Origin): StringValue {
  const known = expectKnown(machine, value);
  return known.type === "string" ? known : refuse("assertion 'isString' failed", at);
}

const CMAKE_TYPES = ["BOOL", "FILEPATH", "PATH", "STRING", "INTERNAL", "LIST"];

function cmakeOption(machine: Machine, type: string, feature: string, value: StringValue, at: Origin): Value {
  if (!CMAKE_TYPES.includes(type)) return refuse(`assertion failed: ${type} is no type of CMake`, at);
  return joinStrings(machine, [`-D${feature}:${type}=`, value], "", at);
}

/** `dir/SUB` of each path that is not null, joined by colons. */
function searchPath(machine: Machine, subfolder: Thunk, items: readonly Thunk[], at: Origin): Value {
  const folders = items.filter((item) => expectKnown(machine, item).type !== "null");
  const paths = folders.map((item) => {
    const below = addValues(machine, item.force(machine), makeString("/"), at);
    return ready(addValues(machine, below, subfolder.force(machine), at));
  });
  return joinItems(machine, ":", paths, at);
}

function outputPath(name: string, folder: string, summary: string, wanted: string) {
  return fn(name, 1, "[Package] -> String", summary, (machine, [list], at) => {
    const items = expectList(machine, list, at).items.map((item) => ready(output(machine, wanted, item)));
    return searchPath(machine, textThunk(folder), items, at);
  });
}

export const buildFlags = table(
  fn(
    "makeSearchPath",
    2,
    "String -> [String] -> String",
    "A folder below each path, joined by colons.",
    (machine, [folder, list], at) => searchPath(machine, folder, expectList(machine, list, at).items, at),
  ),
  fn(
    "makeSearchPathOutput",
    3,
    "String -> String -> [Package] -> String",
    "A folder below an output of each package, joined by colons.",
    (machine, [wanted, folder, list], at) => {
      const name = expectString(machine, wanted, at);
      const items = expectList(machine, list, at).items.map((item) => ready(output(machine, name, item, at)));
      return searchPath(machine, folder, items, at);
    },
  ),
  outputPath("makeLibraryPath", "lib", "The `lib` folders of packages, joined by colons: an LD_LIBRARY_PATH.", "lib"),
  outputPath("makeIncludePath", "include", "The `include` folders of packages, joined by colons.", "dev"),
  outputPath("makeBinPath", "bin", "The `bin` folders of packages, joined by colons: a PATH.", "bin"),
  fn(
    "cmakeOptionType",
    3,
    "String -> String -> String -> String",
    "A `-DNAME:TYPE=VALUE` flag for CMake.",
    (machine, [type, feature, value], at) =>
      cmakeOption(
        machine,
        upper(expectString(machine, type, at)),
        flagParts(machine, feature, null, at).name,
        assertedString(machine, value, at),
        at,
      ),
  ),
  fn(
    "cmakeBool",
    2,
    "String -> Bool -> String",
    "A `-DNAME:BOOL=TRUE` flag for CMake.",
    (machine, [feature, flag], at) => {
      const { name, on } = flagParts(machine, feature, flag, at);
      return cmakeOption(machine, "BOOL", name, makeString(on ? "TRUE" : "FALSE"), at);
    },
  ),
  fn(
    "cmakeFeature",
    2,
    "String -> String -> String",
    "A `-DNAME:STRING=VALUE` flag for CMake.",
    (machine, [feature, value], at) =>
      cmakeOption(
        machine,
        "STRING",
        flagParts(machine, feature, null, at).name,
        assertedString(machine, value, at),
        at,
      ),
  ),
  fn(
    "mesonOption",
    2,
    "String -> String -> String",
    "A `-DNAME=VALUE` flag for Meson.",
    (machine, [feature, value], at) =>
      joinStrings(
        machine,
        [`-D${flagParts(machine, feature, null, at).name}=`, assertedString(machine, value, at)],
        "",
        at,
      ),
  ),
  fn("mesonBool", 2, "String -> Bool -> String", "A `-DNAME=true` flag for Meson.", (machine, [feature, flag], at) => {
    const { name, on } = flagParts(machine, feature, flag, at);
    return makeString(`-D${name}=${on}`, at);
  }),
  fn(
    "mesonEnable",
    2,
    "String -> Bool -> String",
    "A `-DNAME=enabled` flag for Meson.",
    (machine, [feature, flag], at) => {
      const { name, on } = flagParts(machine, feature, flag, at);
      return makeString(`-D${name}=${on ? "enabled" : "disabled"}`, at);
    },
  ),
  fn(
    "enableFeature",
    2,
    "Bool -> String -> String",
    "`--enable-NAME` or `--disable-NAME`.",
    (machine, [flag, feature], at) => {
      const { name, on } = flagParts(machine, feature, flag, at);
      return makeString(`--${on ? "enable" : "disable"}-${name}`, at);
    },
  ),
  fn(
    "enableFeatureAs",
    3,
    "Bool -> String -> String -> String",
    "`--enable-NAME=VALUE` or `--disable-NAME`.",
    (machine, [flag, feature, value], at) => {
      const { name, on } = flagParts(machine, feature, flag, at);
      return on
        ? joinStrings(machine, [`--enable-${name}=`, interpolated(machine, value, at)], "", at)
        : makeString(`--disable-${name}`, at);
    },
  ),
  fn(
    "withFeature",
    2,
    "Bool -> String -> String",
    "`--with-NAME` or `--without-NAME`.",
    (machine, [flag, feature], at) => {
      const { name } = flagParts(machine, feature, null, at);
      return makeString(`--${expectBool(machine, flag, at) ? "with" : "without"}-${name}`, at);
    },
  ),
  fn(
    "withFeatureAs",
    3,
    "Bool -> String -> String -> String",
    "`--with-NAME=VALUE` or `--without-NAME`.",
    (machine, [flag, feature, value], at) => {
      const { name } = flagParts(machine, feature, null, at);
      return expectBool(machine, flag, at)
        ? joinStrings(machine, [`--with-${name}=`, interpolated(machine, value, at)], "", at)
        : makeString(`--without-${name}`, at);
    },
  ),
);
