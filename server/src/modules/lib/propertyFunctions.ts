/** `lib.mkIf` and its kin: what definitions are wrapped in. */
import { NixError } from "../../eval/core/errors.ts";
import { expectAttrs, expectBool, expectList } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeBool, makeInt, makeList, makeNull, ready } from "../../eval/core/make.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { field } from "../../nixpkgs/lib/support/records.ts";
import { fn, libConstant, table } from "../../nixpkgs/lib/support/table.ts";
import {
  makeIf,
  makeMerge,
  makeOrder,
  makeOverride,
  overrideBy,
  readProperty,
  withTag,
} from "../definitions/properties.ts";
import {
  DEFAULT_PRIORITY,
  FORCE_PRIORITY,
  OPTION_DEFAULT_PRIORITY,
  PLAIN_ORDER,
  PLAIN_PRIORITY,
} from "../model/priorities.ts";

function strength(name: string, priority: number, summary: string) {
  const wrap = overrideBy(priority);
  return fn(name, 1, "a -> Definition a", summary, (_machine, [content], at) => wrap(content, at));
}

function placed(name: string, order: number, summary: string) {
  const amount = ready(makeInt(order));
  return fn(name, 1, "a -> Definition a", summary, (_machine, [content], at) => makeOrder(amount, content, at));
}

/** Whether an option is defined, as a condition; the definitions of one option as another's. */
function alias(wrap: Thunk | null, option: Thunk, withPriority: boolean, at: Origin): Value {
  const content = lazy((machine) => {
    const definitions = expectList(machine, field(machine, option, "definitions", at), at).items;
    const priority = field(machine, option, "highestPrio", at);
    const items = withPriority ? definitions.map((item) => ready(makeOverride(priority, item, at))) : definitions;
    const merged = makeMerge(ready(makeList(items)), at);
    return wrap === null ? merged : machine.apply(wrap.force(machine), ready(merged), at);
  });
  return makeIf(
    lazy((machine) => field(machine, option, "isDefined", at).force(machine)),
    content,
    at,
  );
}

export const propertyLib = table(
  fn(
    "mkIf",
    2,
    "Bool -> a -> Definition a",
    "Defines its content only if the condition holds.",
    (_m, [condition, content], at) => makeIf(condition, content, at),
  ),
  fn("mkMerge", 1, "[Definition a] -> Definition a", "Several definitions as one.", (_m, [contents], at) =>
    makeMerge(contents, at),
  ),
  fn(
    "mkOverride",
    2,
    "Int -> a -> Definition a",
    "Defines at a priority; the lowest number wins.",
    (_m, [priority, content], at) => makeOverride(priority, content, at),
  ),
  strength("mkOptionDefault", OPTION_DEFAULT_PRIORITY, "Defines at the strength of an option's default."),
  strength("mkDefault", DEFAULT_PRIORITY, "Defines a value that any plain definition replaces."),
  strength("mkImageMediaOverride", 60, "Defines at the strength that installation media use."),
  strength("mkForce", FORCE_PRIORITY, "Defines a value that replaces all plain definitions."),
  strength("mkVMOverride", 10, "Defines at the strength that `nixos-rebuild build-vm` uses."),
  fn(
    "mkOrder",
    2,
    "Int -> a -> Definition a",
    "Places the definition among others of a list; 1000 is plain.",
    (_m, [order, content], at) => makeOrder(order, content, at),
  ),
  placed("mkBefore", 500, "Places the definition before plain ones."),
  placed("mkAfter", 1500, "Places the definition after plain ones."),
  fn(
    "mkAssert",
    3,
    "Bool -> String -> a -> Definition a",
    "Refuses to be evaluated unless the condition holds.",
    (_m, [assertion, message, content], at) => {
      const condition = lazy((machine) => {
        if (expectBool(machine, assertion, at)) return makeBool(true);
        const text = message.force(machine);
        throw new NixError("throw", `\nFailed assertion: ${text.type === "string" ? text.value : "?"}`, at);
      });
      return makeIf(condition, content, at);
    },
  ),
  fn(
    "mkDefinition",
    1,
    "{ file, value } -> Definition a",
    "A definition with a file of its own.",
    (machine, [args], at) => withTag(machine, args, "definition", at),
  ),
  fn("mkAliasDefinitions", 1, "Option -> Definition a", "What another option is defined as.", (_m, [option], at) =>
    alias(null, option, false, at),
  ),
  fn(
    "mkAliasAndWrapDefinitions",
    2,
    "(a -> b) -> Option -> Definition b",
    "What another option is defined as, wrapped.",
    (_m, [wrap, option], at) => alias(wrap, option, false, at),
  ),
  fn(
    "mkAliasAndWrapDefsWithPriority",
    2,
    "(a -> b) -> Option -> Definition b",
    "What another option is defined as, wrapped, at the same strength.",
    (_m, [wrap, option], at) => alias(wrap, option, true, at),
  ),
  fn(
    "mkDerivedConfig",
    2,
    "Option a -> (a -> b) -> Definition b",
    "A value made of another option, at the same strength.",
    (machine, [option, make], at) =>
      makeOverride(
        field(machine, option, "highestPrio", at),
        lazy((later) => later.apply(make.force(later), field(later, option, "value", at), at)),
        at,
      ),
  ),
  fn(
    "mapDefinitionValue",
    2,
    "(a -> b) -> Definition a -> Definition b",
    "Changes the value inside of a definition.",
    (machine, [make, definition], at) => mapDefinition(machine, make, definition, at),
  ),
  fn("mkFixStrictness", 1, "a -> a", "Does nothing; kept for old modules.", (machine, [value]) => value.force(machine)),
  libConstant("defaultOverridePriority", "Int", "The priority of a plain definition.", makeInt(PLAIN_PRIORITY)),
  libConstant("defaultOrderPriority", "Int", "The place of a plain definition.", makeInt(PLAIN_ORDER)),
);

function mapDefinition(machine: Machine, make: Thunk, definition: Thunk, at: Origin): Value {
  const value = definition.force(machine);
  const property = readProperty(machine, value);
  if (property === null) return machine.apply(make.force(machine), definition, at);
  const inner = property.kind === "merge" ? "contents" : property.kind === "definition" ? "value" : "content";
  const given = expectAttrs(machine, definition, at);
  const old = given.attrs.get(inner)?.value ?? ready(makeNull());
  const mapped = lazy((later) => {
    if (inner !== "contents") return mapDefinition(later, make, old, at);
    const items = expectList(later, old, at).items;
    return makeList(items.map((item) => lazy((deeper) => mapDefinition(deeper, make, item, at))));
  });
  return makeAttrs(new Map([...given.attrs, [inner, { value: mapped, origin: at }]]), at);
}
