/** `lib.mkRenamedOptionModule` and its kin: modules that stand where an option was. */
import { NixError } from "../../eval/errors.ts";
import { expectBool, expectKnown, expectList, expectString, expectStringValue } from "../../eval/expect.ts";
import { field, optionalField } from "../../eval/lib/records.ts";
import { fn, table } from "../../eval/lib/table.ts";
import type { Machine } from "../../eval/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeFunction,
  makeList,
  makeString,
  ready,
  attrsOf as setOf,
} from "../../eval/make.ts";
import { selectAttr, selectOrNull } from "../../eval/select.ts";
import type { Origin, Thunk, Value } from "../../eval/value.ts";
import { showOption } from "../loc.ts";
import { Deprecation } from "../optionNode.ts";
import { makeIf, makeMerge, makeOverride } from "../property.ts";
import { unspecified } from "../types/atoms.ts";
import { typeValue } from "../types/typeValue.ts";
import { optionSet } from "./options.ts";

/** Values that only say what a deprecated option says already: elements of `assertions` and `warnings`. */
const NOTICES = new WeakSet<Value>();

/** Whether an assertion or a warning comes from an option that was renamed or removed. */
export function isDeprecationNotice(value: Value): boolean {
  return NOTICES.has(value);
}

function notice(value: Value): Value {
  NOTICES.add(value);
  return value;
}

interface ModuleArgs {
  readonly config: Thunk;
  readonly options: Thunk;
}

/** A module function that wants `config` and `options`. */
function moduleFunction(name: string, body: (args: ModuleArgs, machine: Machine, at: Origin) => Value): Value {
  const formals = new Map([
    ["config", false],
    ["options", false],
  ]);
  const call = (machine: Machine, argument: Thunk, at: Origin): Value => {
    const config = lazy((later) => field(later, argument, "config", at).force(later));
    const options = lazy((later) => field(later, argument, "options", at).force(later));
    return body({ config, options }, machine, at);
  };
  return makeFunction(name, call, formals);
}

function nested(path: readonly string[], inner: Thunk): Value {
  const thunk = path.reduceRight((value, name) => ready(setOf([[name, value]])), inner);
  return path.length === 0 ? setOf([]) : (thunk.peek() ?? setOf([]));
}

/** `root.a.b`, `null` where it is missing. */
function at(machine: Machine, root: Thunk, path: readonly string[]): Value | null {
  let value: Value | null = root.force(machine);
  for (const name of path) {
    if (value === null) return null;
    value = selectOrNull(machine, value, name, null);
  }
  return value;
}

function must(machine: Machine, root: Thunk, path: readonly string[]): Value {
  let value = root.force(machine);
  for (const name of path) value = selectAttr(machine, value, name, null);
  return value;
}

function readPath(machine: Machine, thunk: Thunk, origin: Origin): readonly string[] {
  return expectList(machine, thunk, origin).items.map((item) => expectString(machine, item, origin));
}

function part(option: (machine: Machine) => Value, name: string): Thunk {
  return lazy((machine) => selectAttr(machine, option(machine), name, null));
}

function filesOf(machine: Machine, option: Value): string {
  const files = expectList(
    machine,
    lazy((later) => selectAttr(later, option, "files", null)),
    null,
  ).items;
  return files.map((file) => `\`${expectString(machine, file, null)}'`).join(" and ");
}

interface Rename {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly warn: boolean;
  readonly withPriority: boolean;
  readonly condition: Thunk | null;
  readonly use: Thunk | null;
}

function rename(spec: Rename): Value {
  const { from, to } = spec;
  return moduleFunction("rename", ({ config, options }) => {
    const fromOption = (machine: Machine): Value => must(machine, options, from);
    const apply = makeFunction("apply", (machine) => {
      const value = at(machine, config, to);
      if (value === null)
        throw new NixError("abort", `Renaming error: option \`${showOption(to)}' does not exist.`, null);
      return spec.use === null ? value : machine.apply(spec.use.force(machine), ready(value), null);
    });
    const mark = spec.warn ? new Deprecation("renamed", to, "") : null;
    const type = lazy((machine) => {
      const target = at(machine, options, to);
      const declared = target === null ? null : selectOrNull(machine, target, "type", null);
      return declared ?? typeValue(unspecified);
    });
    const option = optionSet(
      [
        ["visible", ready(makeBool(!spec.warn))],
        ["description", ready(makeString(`Alias of {option}\`${showOption(to)}\`.`))],
        ["apply", ready(apply)],
        ["type", type],
      ],
      null,
      mark,
    );
    const warning = lazy((machine) => {
      const given = fromOption(machine);
      const text = `The option \`${showOption(from)}' defined in ${filesOf(machine, given)} has been renamed to \`${showOption(to)}'.`;
      return notice(makeString(text));
    });
    const isDefined = part(fromOption, "isDefined");
    const warnings = lazy((machine) => makeList(expectBool(machine, isDefined, null) ? [warning] : []));
    const content = lazy((machine) => {
      const definitions = expectList(machine, part(fromOption, "definitions"), null).items;
      const priority = part(fromOption, "highestPrio");
      return makeMerge(
        ready(
          makeList(definitions.map((item) => (spec.withPriority ? ready(makeOverride(priority, item, null)) : item))),
        ),
        null,
      );
    });
    const aliased = makeIf(isDefined, ready(nested(to, content)), null);
    const contents: Thunk[] = [ready(aliased)];
    if (spec.warn) {
      contents.push(
        lazy((machine) => (at(machine, options, ["warnings"]) === null ? setOf([]) : setOf([["warnings", warnings]]))),
      );
    }
    const merged = makeMerge(ready(makeList(contents)), null);
    return setOf([
      ["options", ready(nested(from, ready(option)))],
      ["config", ready(spec.condition === null ? merged : makeIf(spec.condition, ready(merged), null))],
    ]);
  });
}

function removed(from: readonly string[], instructions: string): Value {
  return moduleFunction("removed", ({ options }) => {
    const text = `The option \`${showOption(from)}' can no longer be used since it's been removed. ${instructions}`;
    const apply = makeFunction("apply", () => {
      throw new NixError("throw", text, null);
    });
    const mark = new Deprecation("removed", [], instructions);
    const option = optionSet(
      [
        ["visible", ready(makeBool(false))],
        ["apply", ready(apply)],
      ],
      null,
      mark,
    );
    const fromOption = (machine: Machine): Value => must(machine, options, from);
    const assertion = notice(
      setOf([
        ["assertion", lazy((machine) => makeBool(!expectBool(machine, part(fromOption, "isDefined"), null)))],
        [
          "message",
          lazy((machine) => {
            const files = filesOf(machine, fromOption(machine));
            return makeString(
              `The option definition \`${showOption(from)}' in ${files} no longer has any effect; please remove it.\n${instructions}\n`,
            );
          }),
        ],
      ]),
    );
    const config = setOf([["assertions", ready(makeList([ready(assertion)]))]]);
    return setOf([
      ["options", ready(nested(from, ready(option)))],
      ["config", ready(config)],
    ]);
  });
}

const UNSET = "_mkMergedOptionModule";

function merged(from: readonly (readonly string[])[], to: readonly string[], merge: Thunk): Value {
  return moduleFunction("merged", ({ config, options }) => {
    const isSet = (machine: Machine, path: readonly string[]): boolean => {
      const value = expectKnown(
        machine,
        lazy((later) => must(later, config, path)),
      );
      return value.type !== "string" || value.value !== UNSET;
    };
    const option = optionSet(
      [
        ["visible", ready(makeBool(false))],
        ["default", ready(makeString(UNSET))],
      ],
      null,
      new Deprecation("changed", to, ""),
    );
    const warnings = lazy((machine) =>
      makeList(
        from
          .filter((path) => isSet(machine, path))
          .map((path) =>
            lazy((later) => {
              const files = filesOf(later, must(later, options, path));
              const target = showOption(to);
              const text = `The option \`${showOption(path)}' defined in ${files} has been changed to \`${target}' that has a different type. Please read \`${target}' documentation and update your configuration accordingly.`;
              return notice(makeString(text));
            }),
          ),
      ),
    );
    const value = lazy((machine) => {
      const anySet = from.some((path) => isSet(machine, path));
      const made = lazy((later) => later.apply(merge.force(later), config, null));
      return makeMerge(ready(makeList(anySet ? [made] : [])), null);
    });
    const target = nested(to, value);
    const attrs = new Map(target.type === "attrs" ? target.attrs : []);
    attrs.set("warnings", { value: warnings, origin: null });
    return setOf([
      ["options", ready(mergeTrees(from.map((path) => nested(path, ready(option)))))],
      ["config", ready(makeAttrs(attrs))],
    ]);
  });
}

/** Sets of sets as one; the paths of options never meet. */
function mergeTrees(trees: readonly Value[]): Value {
  const groups = new Map<string, Value[]>();
  for (const tree of trees) {
    if (tree.type !== "attrs") continue;
    for (const [name, attr] of tree.attrs) {
      const inner = attr.value.peek();
      if (inner !== null) groups.set(name, [...(groups.get(name) ?? []), inner]);
    }
  }
  const entries = [...groups].map(([name, inner]) => {
    const [only] = inner;
    return [name, ready(inner.length === 1 && only !== undefined ? only : mergeTrees(inner))] as const;
  });
  return setOf(entries);
}

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
  fn(
    "mkAliasOptionModule",
    2,
    "[String] -> [String] -> Module",
    "A second name of an option.",
    (machine, [from, to], origin) =>
      rename({
        from: readPath(machine, from, origin),
        to: readPath(machine, to, origin),
        warn: false,
        withPriority: true,
        condition: null,
        use: null,
      }),
  ),
  fn(
    "mkAliasOptionModuleMD",
    2,
    "[String] -> [String] -> Module",
    "`mkAliasOptionModule` today.",
    (machine, [from, to], origin) =>
      rename({
        from: readPath(machine, from, origin),
        to: readPath(machine, to, origin),
        warn: false,
        withPriority: true,
        condition: null,
        use: null,
      }),
  ),
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
