/** Following an option path through one evaluation: levels, options, and what is inside their values. */

import { Kept } from "../../eval/kept.ts";
import type { Machine } from "../../eval/machine.ts";
import { type PushedSet, type RawDefinition, sameDefinitions, sameSets } from "../definition.ts";
import { type Evaluation, evaluationOf } from "../evaluation.ts";
import { Loc } from "../loc.ts";
import { Merging } from "../merging.ts";
import { OptionNode } from "../optionNode.ts";
import { OptionLevel } from "../optionTree.ts";
import { definitionOf, pushDown } from "../pushDown.ts";
import { raw } from "../types/atoms.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import { ListType } from "../types/lists.ts";
import type { OptionType } from "../types/optionType.ts";
import { SubmoduleType } from "../types/submodule.ts";
import type { OptionPath } from "../view.ts";

export type Found =
  | { readonly kind: "level"; readonly level: OptionLevel }
  | { readonly kind: "option"; readonly node: OptionNode }
  /** A part of an option's value that has definitions of its own: an element, a freeform key. */
  | { readonly kind: "part"; readonly merging: Merging }
  /** Nothing declares it, but definitions may be there. */
  | { readonly kind: "undeclared"; readonly merging: Merging };

/** What stands at a path; `null`: nothing is declared there and nothing defines it. */
export function find(machine: Machine, evaluation: Evaluation, path: OptionPath): Found | null {
  let level: OptionLevel = evaluation.root(machine);
  for (const [index, name] of path.entries()) {
    const child = level.child(machine, name);
    const rest = path.slice(index + 1);
    if (child instanceof OptionLevel) level = child;
    else if (child instanceof OptionNode)
      return rest.length === 0 ? { kind: "option", node: child } : inside(machine, child, rest);
    else return findFree(machine, evaluation, path) ?? undeclared(machine, level, name, rest);
  }
  return { kind: "level", level };
}

function inside(machine: Machine, node: OptionNode, rest: OptionPath): Found | null {
  const found = insideMerging(machine, node.merging(machine), rest);
  return found ?? insideType(machine, node.merging(machine).type, rest);
}

function insideMerging(machine: Machine, merging: Merging, rest: OptionPath): Found | null {
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
      const item = elementsOf(machine, parts.items)[Number(name)];
      return item === undefined ? null : insideMerging(machine, item, more);
    }
    default:
      return null;
  }
}

/** The elements that are in the list: `mkIf false` is in none. */
export function elementsOf(machine: Machine, items: readonly Merging[]): readonly Merging[] {
  return items.filter((item) => item.isDefined(machine) !== false);
}

/** Options that a type declares, where no definition has made a value of it yet. */
function insideType(machine: Machine, given: OptionType, rest: OptionPath): Found | null {
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

function findFree(machine: Machine, evaluation: Evaluation, path: OptionPath): Found | null {
  const parts = evaluation.freeform(machine)?.inside(machine) ?? null;
  const [name, ...more] = path;
  if (parts?.kind !== "attrs" || name === undefined) return null;
  const entry = parts.entries.get(name);
  return entry === undefined ? null : insideMerging(machine, entry, more);
}

function undeclared(machine: Machine, level: OptionLevel, name: string, rest: OptionPath): Found | null {
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
  { readonly sets: Kept<readonly PushedSet[]>; readonly byName: Map<string, Kept<readonly RawDefinition[]>> }
>();

/** The definitions of a name in sets that nothing declares; the same list each time, for large sets have many names. */
function definitionsBelow(
  machine: Machine,
  definitions: readonly RawDefinition[],
  name: string,
): readonly RawDefinition[] {
  let below = BELOW.get(definitions);
  if (below === undefined) {
    const certain = definitions.filter((one) => one.weak === null);
    below = { sets: new Kept((later) => pushAll(later, certain), sameSets), byName: new Map() };
    BELOW.set(definitions, below);
  }
  const { sets, byName } = below;
  const known = byName.get(name);
  if (known !== undefined) return known.get(machine);
  const find = (later: Machine): readonly RawDefinition[] =>
    sets.get(later).flatMap((set) => definitionOf(set, name) ?? []);
  const found = new Kept(find, sameDefinitions);
  byName.set(name, found);
  return found.get(machine);
}

/** Definitions as sets; what is no set is left out. */
export function pushAll(machine: Machine, definitions: readonly RawDefinition[]): readonly PushedSet[] {
  return definitions.flatMap((definition) => pushDown(machine, definition, () => undefined));
}
