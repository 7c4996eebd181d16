/** Everything that the module system finds wrong in one evaluation, by looking at every definition once. */

import type { NixError } from "../../eval/core/errors.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { currentNode } from "../../eval/core/nodeIdentity.ts";
import { sameItems } from "../../eval/core/unchanged.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { describeDefinition } from "../definitions/definition.ts";
import { ModuleError } from "../definitions/moduleError.ts";
import { type Evaluation, evaluationOf } from "../evaluation/evaluation.ts";
import { problemsOfError } from "../evaluation/imports.ts";
import type { Definition } from "../model/hostEvaluation.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import { OPTION_DEFAULT_PRIORITY } from "../model/priorities.ts";
import type { EvaluatedOption } from "../options/evaluatedOption.ts";
import { OptionLevel } from "../options/optionTree.ts";
import { unmatchedProblem } from "../options/unmatched.ts";
import type { Merging } from "../types/merging.ts";
import type { Inside } from "../types/optionType.ts";

export function problemsOf(machine: Machine, evaluation: Evaluation): readonly ModuleProblem[] {
  const { problems, evaluations } = ofEvaluation(machine, evaluation);
  const found = new Distinct();
  for (const problem of problems) found.add(problem);
  for (const { faults } of new Set(evaluations)) {
    // Faults are noted on the way, so a later look would find them twice or too late.
    if (faults.length > 0) machine.invalidate();
    for (const problem of faults) found.add(problem);
  }
  return found.all();
}

/** What is wrong with a value and what is inside it, no matter which option it belongs to. */
export function problemsInside(machine: Machine, merging: Merging): readonly ModuleProblem[] {
  const walk = new Walk(machine);
  walk.part(merging);
  return walk.report().problems;
}

/** What a part of the whole has to say: problems in the order they are met, and the evaluations it consists of. */
interface Report {
  readonly problems: readonly ModuleProblem[];
  readonly evaluations: readonly Evaluation[];
}

const NOTHING: Report = { problems: [], evaluations: [] };

function sameReport(before: Report, now: Report): boolean {
  return sameItems(before.problems, now.problems) && sameItems(before.evaluations, now.evaluations);
}

const REPORTS = new WeakMap<object, Memo<Report>>();

/** The report on a thing, kept where it may be asked for again. */
function reportOn(machine: Machine, thing: object, make: (walk: Walk) => void): Report {
  const compute = (later: Machine): Report => {
    const walk = new Walk(later);
    make(walk);
    return walk.report();
  };
  if (!machine.tracks) return compute(machine);
  let kept = REPORTS.get(thing);
  if (kept === undefined) {
    kept = new Memo(compute, sameReport);
    REPORTS.set(thing, kept);
  }
  return kept.get(machine);
}

function ofEvaluation(machine: Machine, evaluation: Evaluation): Report {
  return reportOn(machine, evaluation, (walk) => walk.evaluation(evaluation));
}

class Walk {
  readonly #machine: Machine;
  readonly #problems: ModuleProblem[] = [];
  readonly #evaluations: Evaluation[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  report(): Report {
    if (this.#problems.length + this.#evaluations.length === 0) return NOTHING;
    return { problems: this.#problems, evaluations: this.#evaluations };
  }

  evaluation(evaluation: Evaluation): void {
    this.#evaluations.push(evaluation);
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
        else if (child !== null) this.#take(reportOn(machine, child, (walk) => walk.option(child)));
      });
    }
  }

  option(node: EvaluatedOption): void {
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

  #deprecated(node: EvaluatedOption, { kind, to, instructions }: NonNullable<EvaluatedOption["deprecation"]>): void {
    const path = node.loc.path;
    for (const definition of node.merging(this.#machine).definitions(this.#machine)) {
      if (definition.status === "inactive" || definition.priority === OPTION_DEFAULT_PRIORITY) continue;
      if (kind === "removed") this.#add({ kind: "removed", path, instructions, definition });
      else this.#add({ kind: "renamed", path, to, sameValue: kind === "renamed", definition });
    }
  }

  #inside(inside: Inside | null): void {
    const machine = this.#machine;
    switch (inside?.kind) {
      case "submodule":
        this.#take(ofEvaluation(machine, evaluationOf(inside.evaluation)));
        return;
      case "list":
        for (const item of inside.items) this.#take(reportOn(machine, item, (walk) => walk.part(item)));
        return;
      case "attrs":
        for (const entry of inside.entries.values()) this.#take(reportOn(machine, entry, (walk) => walk.part(entry)));
    }
  }

  part(merging: Merging): void {
    const machine = this.#machine;
    this.#try(merging, () => {
      if (merging.isDefined(machine) === true) merging.value.force(machine);
    });
    this.#try(merging, () => this.#inside(merging.inside(machine)));
  }

  #take({ problems, evaluations }: Report): void {
    this.#problems.push(...problems);
    this.#evaluations.push(...evaluations);
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
    for (const problem of problemsOfError(error, definition?.module ?? null)) {
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
    this.#problems.push(problem);
  }
}

/** One fault met in two ways is one. */
class Distinct {
  readonly #found = new Map<string, ModuleProblem>();
  readonly #ids = new Map<object, number>();

  all(): readonly ModuleProblem[] {
    return [...this.#found.values()];
  }

  add(problem: ModuleProblem): void {
    const key = this.#key(problem);
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

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
        return `${problem.kind} ${path} ${id(currentNode(problem.nameNode))}`;
      case "renamed":
      case "removed":
        return `${problem.kind} ${path} ${id(problem.definition.binding)}`;
      case "failed":
        return `${problem.kind} ${problem.message} ${id(currentNode(problem.origin))}`;
      default:
        return `${problem.kind} ${path}`;
    }
  }
}
