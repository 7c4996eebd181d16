/** A host attribute: whatever it is evaluated to, there is a host. */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { Thunk } from "../../eval/core/value.ts";
import { problemsOfError } from "../evaluation/imports.ts";
import { LiveHost } from "../host/liveHost.ts";
import { evaluationOfValue } from "../lib/evalModules.ts";
import type { HostEvaluation, HostIdentity, OpenImport } from "../model/hostEvaluation.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import { emptySystem } from "../nixpkgs/nixos.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import type { HostSource } from "./discoverHosts.ts";

export function systemSource(world: NixWorld, identity: HostIdentity, thunk: Thunk): HostSource {
  return { identity, evaluate: (machine) => evaluateHost(machine, world, identity, thunk) };
}

function evaluateHost(machine: Machine, world: NixWorld, identity: HostIdentity, thunk: Thunk): HostEvaluation {
  const outcome = attempt(machine, () => thunk.force(machine));
  const found = outcome.kind === "value" ? evaluationOfValue(outcome.value) : null;
  if (found !== null) {
    // A new evaluation over the same modules, so that nothing is shared with the machine that found the host.
    return new LiveHost({ machine, world, identity, evaluation: found.again(), failures: [], open: [] });
  }
  const failures: readonly ModuleProblem[] =
    outcome.kind === "error" ? problemsOfError(outcome.error, null).map((problem) => placed(problem, identity)) : [];
  const reason =
    outcome.kind === "unknown"
      ? outcome.reason
      : outcome.kind === "value" && outcome.value.type === "unknown"
        ? outcome.value.reason
        : ({ kind: "notModelled", what: "the host as a whole" } as const);
  const open: OpenImport = { what: `the host ${identity.name}`, origin: identity.origin, reason };
  return new LiveHost({ machine, world, identity, evaluation: emptySystem(world), failures, open: [open] });
}

/** An error that no file wrote is placed at the host attribute. */
function placed(problem: ModuleProblem, identity: HostIdentity): ModuleProblem {
  return problem.kind === "failed" && problem.origin === null ? { ...problem, origin: identity.origin } : problem;
}
