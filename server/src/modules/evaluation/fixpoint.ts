/** `config` of an evaluation as a value: declared options, what a freeform type takes, and what is unknown beside them. */
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeUnknown } from "../../eval/core/make.ts";
import type { Attr, AttrsValue, Value } from "../../eval/core/value.ts";
import { LazyAttrs } from "../definitions/lazyAttrs.ts";
import { OptionLevel } from "../options/optionTree.ts";
import { undeclaredValue } from "../options/undeclared.ts";
import type { Evaluation } from "./evaluation.ts";

/** The root set. */
export function configOf(machine: Machine, evaluation: Evaluation): Value {
  const root = evaluation.root(machine);
  const freeform = evaluation.freeform(machine)?.value(machine) ?? null;
  const more = evaluation.freeformRest(machine);
  const rest = freeform?.type === "unknown" ? freeform : more === null ? null : makeUnknown(more);
  if (freeform?.type !== "attrs")
    return levelValue(machine, root, rest === null ? null : makeAttrs(new Map(), null, rest));
  return levelValue(machine, root, { ...freeform, rest: freeform.rest ?? rest });
}

function levelValue(machine: Machine, level: OptionLevel, free: AttrsValue | null): AttrsValue {
  const open = level.openness(machine);
  const declared = level.names(machine);
  const attrs = new LazyAttrs({
    *names() {
      yield* declared.keys();
      if (free !== null) for (const name of free.attrs.keys()) if (!declared.has(name)) yield name;
      if (open !== null) for (const name of level.definedNames(machine)) if (!declared.has(name)) yield name;
    },
    make: (name) =>
      declaredAttr(level, name, declared.get(name)?.[0]?.origin, free) ?? free?.attrs.get(name) ?? undeclared(name),
    // What is not declared comes and goes with its definitions.
    ...(open !== null &&
      machine.tracks && {
        basis: (name: string | null) => {
          if (name === null) return level.definedNames(machine);
          return declared.has(name) ? null : level.definitions(machine, name);
        },
      }),
  });
  const undeclared = (name: string): Attr | null => {
    if (open === null) return null;
    const definitions = level.definitions(machine, name).filter((definition) => definition.weak === null);
    if (definitions.length === 0) return null;
    const value = lazy((later) => undeclaredValue(later, level.loc.option(name), definitions));
    return { value, origin: definitions[0]?.source.binding ?? null };
  };
  return makeAttrs(attrs, null, open === null ? (free?.rest ?? null) : makeUnknown(open));
}

function declaredAttr(
  level: OptionLevel,
  name: string,
  origin: Attr["origin"] | undefined,
  free: AttrsValue | null,
): Attr | null {
  if (origin === undefined) return null;
  const value = lazy((machine) => {
    const child = level.child(machine, name);
    if (!(child instanceof OptionLevel)) return child?.value.force(machine) ?? makeUnknown({ kind: "syntax" });
    const inner = free?.attrs.get(name)?.value.force(machine);
    return levelValue(machine, child, inner?.type === "attrs" ? inner : null);
  });
  return { value, origin };
}

/** `config` as the outside gets it: without `_module`. */
export function withoutInternals(value: Value): Value {
  if (value.type !== "attrs" || !value.attrs.has("_module")) return value;
  const inner = value.attrs;
  const attrs = new LazyAttrs({
    names: () => [...inner.keys()].filter((name) => name !== "_module"),
    make: (name) => (name === "_module" ? null : (inner.get(name) ?? null)),
    basis: (name) => (name === null ? allNames(inner) : inner.get(name)),
  });
  return { ...value, attrs };
}

/** What stands for all the names of a table, where they may become others. */
function allNames(attrs: ReadonlyMap<string, Attr>): unknown {
  return attrs instanceof LazyAttrs ? attrs.all() : attrs;
}
