/** Everything that the module system finds wrong in one evaluation, by looking at every definition once. */

import type { NixError } from "../../eval/errors.ts";
import { attempt } from "../../eval/evaluate.ts";
import type { Machine } from "../../eval/machine.ts";
import { describeDefinition } from "../definition.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Definition, ModuleProblem } from "../hostEvaluation.ts";
import { describeError } from "../loading.ts";
import type { Merging } from "../merging.ts";
import type { OptionNode } from "../optionNode.ts";
import { OptionLevel } from "../optionTree.ts";
import { ModuleError } from "../problem.ts";
import type { Inside } from "../types/optionType.ts";
import { unmatchedProblem } from "../unmatched.ts";

export function problemsOf(machine: Machine, evaluation: Evaluation): readonly ModuleProblem[] {
  const walk = new Walk(machine);
  walk.evaluation(evaluation);
  return walk.found();
}

class Walk {
  readonly #machine: Machine;
  readonly #found = new Map<string, ModuleProblem>();
  readonly #evaluations = new Set<Evaluation>();
  readonly #ids = new Map<object, number>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  found(): readonly ModuleProblem[] {
    for (const { faults } of this.#evaluations) for (const problem of faults) this.#add(problem);
    return [...this.#found.values()];
  }

  evaluation(evaluation: Evaluation): void {
    if (this.#evaluations.has(evaluation)) return;
    this.#evaluations.add(evaluation);
    const machine = this.#machine;
    this.#try(null, () => this.#level(evaluation.root(machine)));
    this.#try(null, () => {
      if (!evaluation.refusesUnmatched(machine)) return;
      const root = evaluation.root(machine);
      for (const unmatched of evaluation.unmatched(machine)) this.#add(unmatchedProblem(machine, root, unmatched));
    });
    this.#try(null, () => {
      const freeform = evaluation.freeform(machine);
      if (freeform !== null) this.#inside(freeform.inside(machine));
    });
  }

  #level(level: OptionLevel): void {
    const machine = this.#machine;
    const declared = level.names(machine);
    for (const name of level.definedNames(machine)) {
      if (!declared.has(name) || name === "_module") continue;
      this.#try(null, () => {
        const child = level.child(machine, name);
        if (child instanceof OptionLevel) this.#level(child);
        else if (child !== null) this.#option(child);
      });
    }
  }

  #option(node: OptionNode): void {
    const machine = this.#machine;
    const { deprecation } = node;
    if (deprecation !== null) {
      this.#deprecated(node, deprecation);
      return;
    }
    this.#try(node.merging(machine), () => {
      node.value.force(machine);
    });
    this.#try(node.merging(machine), () => this.#inside(node.merging(machine).inside(machine)));
  }

  #deprecated(node: OptionNode, { kind, to, instructions }: NonNullable<OptionNode["deprecation"]>): void {
    const path = node.loc.path;
    for (const definition of node.merging(this.#machine).definitions(this.#machine)) {
      if (definition.status === "inactive" || definition.priority === 1500) continue;
      if (kind === "removed") this.#add({ kind: "removed", path, instructions, definition });
      else this.#add({ kind: "renamed", path, to, sameValue: kind === "renamed", definition });
    }
  }

  #inside(inside: Inside | null): void {
    switch (inside?.kind) {
      case "submodule":
        this.evaluation(inside.evaluation);
        return;
      case "list":
        for (const item of inside.items) this.#part(item);
        return;
      case "attrs":
        for (const entry of inside.entries.values()) this.#part(entry);
    }
  }

  #part(merging: Merging): void {
    const machine = this.#machine;
    this.#try(merging, () => {
      if (merging.isDefined(machine) === true) merging.value.force(machine);
    });
    this.#try(merging, () => this.#inside(merging.inside(machine)));
  }

  #try(merging: Merging | null, body: () => void): void {
    const outcome = attempt(this.#machine, body);
    if (outcome.kind === "error") this.#error(outcome.error, merging);
  }

  #error(error: NixError, merging: Merging | null): void {
    if (error instanceof ModuleError) {
      for (const problem of error.problems) {
        if (problem.kind !== "missingValue" || problem.path.join("\0") !== merging?.loc.path.join("\0"))
          this.#add(problem);
      }
      return;
    }
    const definition = merging === null ? null : this.#anyDefinition(merging);
    for (const problem of describeError(error, definition?.module ?? null)) {
      this.#add(problem.kind === "failed" ? { ...problem, path: merging?.loc.path ?? null, definition } : problem);
    }
  }

  /** A definition of what failed, for saying where. */
  #anyDefinition(merging: Merging): Definition | null {
    const own = merging.raw.find(({ source }) => source.binding !== null && source.name !== null) ?? merging.raw[0];
    if (own === undefined) return null;
    return describeDefinition(merging.loc.path, { source: own.source, thunk: own.value, priority: null }, "active");
  }

  #add(problem: ModuleProblem): void {
    this.#found.set(this.#key(problem), this.#found.get(this.#key(problem)) ?? problem);
  }

  /** One fault met in two ways is one. */
  #key(problem: ModuleProblem): string {
    const id = (thing: object | null | undefined): number => {
      if (thing === null || thing === undefined) return -1;
      const known = this.#ids.get(thing) ?? this.#ids.size;
      this.#ids.set(thing, known);
      return known;
    };
    const path = problem.path?.join("\0") ?? "";
    switch (problem.kind) {
      case "typeMismatch":
        return `${problem.kind} ${path} ${problem.part.join("\0")} ${id(problem.definition.binding)} ${id(problem.value)}`;
      case "conflict":
        return `${problem.kind} ${path} ${problem.part.join("\0")}`;
      case "unknownOption":
        return `${problem.kind} ${path} ${id(problem.nameNode)}`;
      case "renamed":
      case "removed":
        return `${problem.kind} ${path} ${id(problem.definition.binding)}`;
      case "failed":
        return `${problem.kind} ${problem.message} ${id(problem.origin)}`;
      default:
        return `${problem.kind} ${path}`;
    }
  }
}
