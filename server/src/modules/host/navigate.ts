/** Following an option path through one evaluation: levels, options, and what is inside their values. */

import type { Machine } from "../../eval/core/machine.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { type PushedSet, type RawDefinition, sameDefinitions, sameSets } from "../definitions/definition.ts";
import { definitionOf, pushDown } from "../definitions/pushDown.ts";
import { type Evaluation, evaluationOf } from "../evaluation/evaluation.ts";
import { Loc } from "../model/location.ts";
import type { OptionPath } from "../model/view.ts";
import { EvaluatedOption } from "../options/evaluatedOption.ts";
import { OptionLevel } from "../options/optionTree.ts";
import { raw } from "../types/atoms.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import { ListType } from "../types/lists.ts";
import { Merging } from "../types/merging.ts";
import type { OptionType } from "../types/optionType.ts";
import { SubmoduleType } from "../types/submodule.ts";

export type FoundOption =
  | { readonly kind: "level"; readonly level: OptionLevel }
  | { readonly kind: "option"; readonly node: EvaluatedOption }
  /** A part of an option's value that has definitions of its own: an element, a freeform key. */
  | { readonly kind: "part"; readonly merging: Merging }
  /** Nothing declares it, but definitions may be there. */
  | { readonly kind: "undeclared"; readonly merging: Merging };

/** What stands at a path; `null`: nothing is declared there and nothing defines it. */
export function find(machine: Machine, evaluation: Evaluation, path: OptionPath): FoundOption | null {
  let level: OptionLevel = evaluation.root(machine);
  for (const [index, name] of path.entries()) {
    const child = level.child(machine, name);
    const rest = path.slice(index + 1);
    if (child instanceof OptionLevel) level = child;
    else if (child instanceof EvaluatedOption)
      return rest.length === 0 ? { kind: "option", node: child } : inside(machine, child, rest);
    else return findFree(machine, evaluation, path) ?? undeclared(machine, level, name, rest);
  }
  return { kind: "level", level };
}

function inside(machine: Machine, node: EvaluatedOption, rest: OptionPath): FoundOption | null {
  const found = insideMerging(machine, node.merging(machine), rest);
  return found ?? insideType(machine, node.merging(machine).type, rest);
}

function insideMerging(machine: Machine, merging: Merging, rest: OptionPath): FoundOption | null {
  const [name, ...more] = rest;
  if (name === undefined) return { kind: "part", merging };
  const parts = merging.inside(machine);
  switch (parts?.kind) {
    case "submodule":
      return find(machine, evaluationOf(parts.evaluation), rest);
    case "attrs": {
      const entry = parts.entries.get(name);
      return entry === undefined ? null : insideMerging(machine, entry, more);
    }
    case "list": {
      const item = definedItems(machine, parts.items)[Number(name)];
      return item === undefined ? null : insideMerging(machine, item, more);
    }
    default:
      return null;
  }
}

/** The elements that are in the list: `mkIf false` is in none. */
export function definedItems(machine: Machine, items: readonly Merging[]): readonly Merging[] {
  return items.filter((item) => item.isDefined(machine) !== false);
}

/** Options that a type declares, where no definition has made a value of it yet. */
function insideType(machine: Machine, given: OptionType, rest: OptionPath): FoundOption | null {
  const type = given.resolve();
  if (type instanceof SubmoduleType) return find(machine, evaluationOf(type.documentation()), rest);
  const [, ...more] = rest;
  const deeper = type instanceof AttrsOfType || type instanceof ListType;
  for (const [, inner] of type.nested()) {
    const found = deeper
      ? more.length === 0
        ? null
        : insideType(machine, inner, more)
      : insideType(machine, inner, rest);
    if (found !== null) return found;
  }
  return null;
}

function findFree(machine: Machine, evaluation: Evaluation, path: OptionPath): FoundOption | null {
  const parts = evaluation.freeform(machine)?.inside(machine) ?? null;
  const [name, ...more] = path;
  if (parts?.kind !== "attrs" || name === undefined) return null;
  const entry = parts.entries.get(name);
  return entry === undefined ? null : insideMerging(machine, entry, more);
}

function undeclared(machine: Machine, level: OptionLevel, name: string, rest: OptionPath): FoundOption | null {
  let all = level.definitions(machine, name);
  for (const next of rest) all = definitionsBelow(machine, all, next);
  const definitions = all.filter((one) => one.weak === null);
  if (definitions.length === 0) return null;
  const names = [...level.loc.names, name, ...rest];
  return { kind: "undeclared", merging: new Merging(new Loc(names, names.length), raw, definitions) };
}

/** What is known of the sets that definitions are, by the list of these definitions. */
const BELOW = new WeakMap<
  readonly RawDefinition[],
  { readonly sets: Memo<readonly PushedSet[]>; readonly byName: Map<string, Memo<readonly RawDefinition[]>> }
>();

/** The definitions of a name in sets that nothing declares; the same list each time, for large sets have many names. */
export function definitionsBelow(
  machine: Machine,
  definitions: readonly RawDefinition[],
  name: string,
): readonly RawDefinition[] {
  let below = BELOW.get(definitions);
  if (below === undefined) {
    const certain = definitions.filter((one) => one.weak === null);
    below = { sets: new Memo((later) => pushAll(later, certain), sameSets), byName: new Map() };
    BELOW.set(definitions, below);
  }
  const { sets, byName } = below;
  const known = byName.get(name);
  if (known !== undefined) return known.get(machine);
  const find = (later: Machine): readonly RawDefinition[] =>
    sets.get(later).flatMap((set) => definitionOf(set, name) ?? []);
  const found = new Memo(find, sameDefinitions);
  byName.set(name, found);
  return found.get(machine);
}

/** Definitions as sets; what is no set is left out. */
export function pushAll(machine: Machine, definitions: readonly RawDefinition[]): readonly PushedSet[] {
  return definitions.flatMap((definition) => pushDown(machine, definition, () => undefined));
}
