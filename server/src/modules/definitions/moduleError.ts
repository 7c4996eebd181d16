/**
 * Errors of the module system. Real Nix throws text there; here the text comes with a description that rules can read.
 * They are `throw`s to Nix code, so `tryEval` catches them as it does on a real system.
 */
import { NixError } from "../../eval/core/errors.ts";
import type { Origin } from "../../eval/core/value.ts";
import type { FailedProblem, ModuleProblem } from "../model/moduleProblem.ts";

export class ModuleError extends NixError {
  readonly problems: readonly ModuleProblem[];
  constructor(message: string, problems: readonly ModuleProblem[], origin: Origin) {
    super("throw", message, origin);
    this.problems = problems;
  }
}

/** An error that has no description of its own: a declaration twice, a module that is none. */
export function moduleFailure(
  message: string,
  place: Partial<Pick<FailedProblem, "path" | "origin" | "module">>,
): ModuleError {
  const problem: FailedProblem = {
    kind: "failed",
    path: place.path ?? null,
    error: "throw",
    message,
    origin: place.origin ?? null,
    definition: null,
    module: place.module ?? null,
  };
  return new ModuleError(message, [problem], problem.origin);
}
