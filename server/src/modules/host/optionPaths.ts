/** The paths of a host that have values to show: of options, and of what stands inside their values. */

import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { RawDefinition } from "../definitions/definition.ts";
import { definitionOf } from "../definitions/pushDown.ts";
import { evaluationOf } from "../evaluation/evaluation.ts";
import { Loc, ROOT } from "../model/location.ts";
import type { OptionPath } from "../model/view.ts";
import { EvaluatedOption } from "../options/evaluatedOption.ts";
import { OptionLevel } from "../options/optionTree.ts";
import type { Merging } from "../types/merging.ts";
import { definedItems, pushAll } from "./navigate.ts";

/** How deep sets are looked into where no declaration says which of them are options. */
const MOST_NAMES = 8;

/** How long paths become that lead into values: a submodule may hold itself. */
const LONGEST_PATH = 16;

/** How much is listed of what stands inside one option's value: a file of data may make it as long as it likes. */
const MOST_PARTS = 1_000;

/** Options that some module defines, and what is defined and undeclared. */
export function definedPaths(machine: Machine, root: OptionLevel): readonly OptionPath[] {
  return listed(machine, root, ROOT, { declared: false, inside: false }).options;
}

/** The options declared at `path`, where `level` stands, and below it; likewise what is defined there. */
export function optionPaths(machine: Machine, level: OptionLevel, path: OptionPath): readonly OptionPath[] {
  return listed(machine, level, new Loc(path, path.length), { declared: true, inside: false }).options;
}

/**
 * What stands inside the values of the options at `path` and below it: what is defined there, and (`declared`) what is
 * declared. Elements of lists go by their index.
 */
export function innerPaths(
  machine: Machine,
  level: OptionLevel,
  path: OptionPath,
  declared: boolean,
): readonly OptionPath[] {
  return listed(machine, level, new Loc(path, path.length), { declared, inside: true }).inner;
}

interface Wanted {
  /** What is declared, beside what is defined. */
  readonly declared: boolean;
  readonly inside: boolean;
}

function listed(machine: Machine, level: OptionLevel, path: Loc, wanted: Wanted): PathList {
  const list = new PathList(machine, wanted);
  attempt(machine, () => list.level(level, path));
  return list;
}

class PathList {
  readonly options: OptionPath[] = [];
  readonly inner: OptionPath[] = [];
  readonly #machine: Machine;
  readonly #wanted: Wanted;
  /** How long `inner` may become with the option that is being looked into; `null`: none is. */
  #most: number | null = null;

  constructor(machine: Machine, wanted: Wanted) {
    this.#machine = machine;
    this.#wanted = wanted;
  }

  level(level: OptionLevel, path: Loc): void {
    const machine = this.#machine;
    const declared = this.#wanted.declared ? level.names(machine).keys() : [];
    for (const name of new Set([...declared, ...level.definedNames(machine)])) {
      if (this.#isFull()) return;
      if (name === "_module") continue;
      const here = path.option(name);
      attempt(machine, () => {
        const child = level.child(machine, name);
        if (child instanceof OptionLevel) this.level(child, here);
        else if (child instanceof EvaluatedOption) this.#option(child, here);
        else this.#undeclared(level.definitions(machine, name), here);
      });
    }
  }

  #option(node: EvaluatedOption, path: Loc): void {
    this.#add(path);
    if (!this.#wanted.inside) return;
    const isOutermost = this.#most === null;
    if (isOutermost) this.#most = this.inner.length + MOST_PARTS;
    attempt(this.#machine, () => this.#inside(node.merging(this.#machine), path));
    if (isOutermost) this.#most = null;
  }

  /** What has definitions of its own inside a value. */
  #inside(merging: Merging, path: Loc): void {
    const inside = path.length < LONGEST_PATH ? merging.inside(this.#machine) : null;
    switch (inside?.kind) {
      case "submodule":
        this.level(evaluationOf(inside.evaluation).root(this.#machine), path);
        return;
      case "attrs":
        for (const [name, entry] of inside.entries) {
          if (this.#isFull()) return;
          this.#part(entry, path.option(name));
        }
        return;
      case "list":
        for (const [index, item] of definedItems(this.#machine, inside.items).entries()) {
          if (this.#isFull()) return;
          this.#inside(item, path.option(String(index)));
        }
    }
  }

  /** An attribute: what is inside it, else itself. */
  #part(merging: Merging, path: Loc): void {
    if (merging.isDefined(this.#machine) !== true) return;
    const before = this.inner.length;
    attempt(this.#machine, () => this.#inside(merging, path));
    if (this.inner.length === before) this.#add(path);
  }

  /** Down to what is no set any more. */
  #undeclared(definitions: readonly RawDefinition[], path: Loc): void {
    const machine = this.#machine;
    const sets = path.length < MOST_NAMES ? pushAll(machine, definitions) : [];
    const names = new Set(sets.flatMap((set) => [...(set.attrs?.attrs.keys() ?? [])]));
    if (names.size === 0 || names.has("outPath") || names.has("_type")) {
      this.#add(path);
      return;
    }
    for (const name of names) {
      if (this.#isFull()) return;
      const inner = sets.flatMap((set) => definitionOf(set, name) ?? []).filter((one) => one.weak === null);
      attempt(machine, () => this.#undeclared(inner, path.option(name)));
    }
  }

  #isFull(): boolean {
    return this.#most !== null && this.inner.length >= this.#most;
  }

  #add(path: Loc): void {
    if (this.#most === null) this.options.push(path.path);
    else if (!this.#isFull()) this.inner.push(path.path);
  }
}
