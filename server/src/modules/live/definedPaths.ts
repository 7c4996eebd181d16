/** The paths that some module of a host defines. */

import { attempt } from "../../eval/evaluate.ts";
import type { Machine } from "../../eval/machine.ts";
import type { RawDefinition } from "../definition.ts";
import { OptionNode } from "../optionNode.ts";
import { OptionLevel } from "../optionTree.ts";
import { definitionOf } from "../pushDown.ts";
import type { OptionPath } from "../view.ts";
import { pushAll } from "./navigate.ts";

/** How deep sets are looked into where no declaration says which of them are options. */
const MOST_NAMES = 8;

export function definedPaths(machine: Machine, root: OptionLevel): readonly OptionPath[] {
  const out: OptionPath[] = [];
  attempt(machine, () => collect(machine, root, [], out));
  return out;
}

function collect(machine: Machine, level: OptionLevel, path: OptionPath, out: OptionPath[]): void {
  const names = new Set(level.definedNames(machine));
  for (const name of names) {
    if (path.length === 0 && name === "_module") continue;
    const here = [...path, name];
    attempt(machine, () => {
      const child = level.child(machine, name);
      if (child instanceof OptionLevel) collect(machine, child, here, out);
      else if (child instanceof OptionNode) out.push(here);
      else collectFree(machine, level.definitions(machine, name), here, out);
    });
  }
}

/** Undeclared: down to what is no set any more. */
function collectFree(
  machine: Machine,
  definitions: readonly RawDefinition[],
  path: OptionPath,
  out: OptionPath[],
): void {
  const sets = path.length < MOST_NAMES ? pushAll(machine, definitions) : [];
  const names = new Set(sets.flatMap((set) => [...(set.attrs?.attrs.keys() ?? [])]));
  if (names.size === 0 || names.has("outPath") || names.has("_type")) {
    out.push(path);
    return;
  }
  for (const name of names) {
    const inner = sets.flatMap((set) => definitionOf(set, name) ?? []).filter((one) => one.weak === null);
    attempt(machine, () => collectFree(machine, inner, [...path, name], out));
  }
}
