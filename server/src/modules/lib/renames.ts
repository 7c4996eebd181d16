/** `lib.mkRenamedOptionModule` and its kin: modules that stand where an option was. */
import { NixError } from "../../eval/core/errors.ts";
import { expectBool, expectKnown, expectList, expectString, expectStringValue } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeList, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { field, optionalField } from "../../nixpkgs/lib/support/records.ts";
import { fn, table } from "../../nixpkgs/lib/support/table.ts";

import { merged, removed, rename } from "./renameModules.ts";

function readPath(machine: Machine, thunk: Thunk, origin: Origin): readonly string[] {
  return expectList(machine, thunk, origin).items.map((item) => expectString(machine, item, origin));
}

const alias = (machine: Machine, [from, to]: readonly [Thunk, Thunk], origin: Origin): Value =>
  rename({
    from: readPath(machine, from, origin),
    to: readPath(machine, to, origin),
    warn: false,
    withPriority: true,
    condition: null,
    use: null,
  });

export const renameLib = table(
  fn(
    "mkRenamedOptionModule",
    2,
    "[String] -> [String] -> Module",
    "An option that was renamed: it warns and passes on.",
    (machine, [from, to], origin) =>
      rename({
        from: readPath(machine, from, origin),
        to: readPath(machine, to, origin),
        warn: true,
        withPriority: true,
        condition: null,
        use: null,
      }),
  ),
  fn(
    "mkRenamedOptionModuleWith",
    1,
    "{ from, to, sinceRelease } -> Module",
    "An option that was renamed in a certain release.",
    (machine, [argument], origin) => {
      const from = readPath(machine, field(machine, argument, "from", origin), origin);
      const to = readPath(machine, field(machine, argument, "to", origin), origin);
      return rename({ from, to, warn: true, withPriority: true, condition: null, use: null });
    },
  ),
  fn("mkAliasOptionModule", 2, "[String] -> [String] -> Module", "A second name of an option.", alias),
  fn("mkAliasOptionModuleMD", 2, "[String] -> [String] -> Module", "`mkAliasOptionModule` today.", alias),
  fn(
    "doRename",
    1,
    "{ from, to, warn, use, … } -> Module",
    "What the modules for renamed options are made with.",
    (machine, [argument], origin) => {
      const flag = (name: string, fallback: boolean): boolean => {
        const thunk = optionalField(machine, argument, name);
        return thunk === null ? fallback : expectBool(machine, thunk, origin);
      };
      return rename({
        from: readPath(machine, field(machine, argument, "from", origin), origin),
        to: readPath(machine, field(machine, argument, "to", origin), origin),
        warn: flag("warn", false),
        withPriority: flag("withPriority", true),
        condition: optionalField(machine, argument, "condition"),
        use: optionalField(machine, argument, "use"),
      });
    },
  ),
  fn(
    "mkRemovedOptionModule",
    2,
    "[String] -> String -> Module",
    "An option that is gone: defining it fails an assertion.",
    (machine, [from, text], origin) =>
      removed(readPath(machine, from, origin), expectStringValue(machine, text, origin).value),
  ),
  fn(
    "mkChangedOptionModule",
    3,
    "[String] -> [String] -> (Config -> a) -> Module",
    "An option whose value has another form elsewhere.",
    (machine, [from, to, change], origin) =>
      merged([readPath(machine, from, origin)], readPath(machine, to, origin), change),
  ),
  fn(
    "mkMergedOptionModule",
    3,
    "[[String]] -> [String] -> (Config -> a) -> Module",
    "Several options that became one.",
    (machine, [from, to, merge], origin) =>
      merged(
        expectList(machine, from, origin).items.map((path) => readPath(machine, path, origin)),
        readPath(machine, to, origin),
        merge,
      ),
  ),
  fn(
    "setDefaultModuleLocation",
    2,
    "Path -> Module -> Module",
    "A module with a file of its own, for messages.",
    (_machine, [file, module]) =>
      setOf([
        ["_file", file],
        ["imports", ready(makeList([module]))],
      ]),
  ),
  fn(
    "importApply",
    2,
    "Path -> a -> Module",
    "A module from a file that takes an argument first.",
    (_machine, [file, argument], origin) => {
      const module = lazy((machine) => {
        const path = expectKnown(machine, file);
        if (path.type !== "path") throw new NixError("type", "importApply expects a path", origin);
        return machine.apply(machine.importFile(path.uri, origin), argument, origin);
      });
      return setOf([
        ["_file", file],
        ["imports", ready(makeList([module]))],
      ]);
    },
  ),
);
