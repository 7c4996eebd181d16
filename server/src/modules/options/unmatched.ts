/** Definitions that no declaration allows. Where a parent is not fully known, they are none of this. */
import type { Machine } from "../../eval/core/machine.ts";
import { sameItems } from "../../eval/core/unchanged.ts";
import { describeDefinition, nameNode, type RawDefinition, sameDefinition } from "../definitions/definition.ts";
import { definitionOf } from "../definitions/pushDown.ts";
import { Loc } from "../model/location.ts";
import type { UnknownOptionProblem } from "../model/moduleProblem.ts";
import { OptionLevel } from "./optionTree.ts";

export interface Unmatched {
  /** From the root of the evaluation to the first name that is not declared. */
  readonly names: readonly string[];
  readonly definition: RawDefinition;
}

export function unmatchedIn(machine: Machine, level: OptionLevel): readonly Unmatched[] {
  const out: Unmatched[] = [];
  collect(machine, level, [], out);
  return out;
}

export function sameUnmatched(before: readonly Unmatched[], now: readonly Unmatched[]): boolean {
  if (before.length !== now.length) return false;
  return before.every(({ names, definition }, index) => {
    const other = now[index];
    return other !== undefined && sameItems(names, other.names) && sameDefinition(definition, other.definition);
  });
}

/** `names`: from the root to this level. They are added to on the way down, and copied where something is found. */
function collect(machine: Machine, level: OptionLevel, names: string[], out: Unmatched[]): void {
  const declared = level.names(machine);
  const isOpen = level.isOpen(machine);
  const inner = new Set<string>();
  for (const set of level.sets(machine)) {
    for (const name of set.attrs?.attrs.keys() ?? []) {
      if (declared.has(name)) inner.add(name);
      else if (!isOpen) {
        const definition = definitionOf(set, name);
        if (definition !== null) out.push({ names: [...names, name], definition });
      }
    }
  }
  for (const name of inner) {
    const child = level.child(machine, name);
    if (!(child instanceof OptionLevel)) continue;
    names.push(name);
    collect(machine, child, names, out);
    names.pop();
  }
}

export function unmatchedProblem(machine: Machine, root: OptionLevel, unmatched: Unmatched): UnknownOptionProblem {
  const { names, definition } = unmatched;
  const prefix = root.loc.names;
  const path = new Loc([...prefix, ...names], prefix.length + names.length).path;
  let level: OptionLevel = root;
  for (const name of names.slice(0, -1)) {
    const child = level.child(machine, name);
    if (child instanceof OptionLevel) level = child;
  }
  const siblings = [...level.names(machine).keys()].filter((name) => name !== "_module");
  const { source, value } = definition;
  return {
    kind: "unknownOption",
    path,
    definition: describeDefinition(path, { source, thunk: value, priority: null }, "active"),
    nameNode: nameNode(source),
    siblings,
  };
}
