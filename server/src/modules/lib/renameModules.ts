/** The modules that stand where an option was: they warn or refuse, and pass on what was defined. */
import { NixError } from "../../eval/core/errors.ts";
import { expectBool, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeFunction,
  makeList,
  makeString,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { selectAttr, selectOrNull } from "../../eval/core/select.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { field } from "../../nixpkgs/lib/support/records.ts";
import { makeIf, makeMerge, makeOverride } from "../definitions/properties.ts";
import { showOption } from "../model/location.ts";
import { Deprecation } from "../options/evaluatedOption.ts";
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

/** A module that passes the definitions of one option on to another. */
export function rename(spec: Rename): Value {
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

/** A module for an option that is gone. */
export function removed(from: readonly string[], instructions: string): Value {
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

/** A module for options whose values became another's, in another form. */
export function merged(from: readonly (readonly string[])[], to: readonly string[], merge: Thunk): Value {
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
