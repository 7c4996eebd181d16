/** PlasmaCloud's services that a host uses although nobody declares them. */
import { joinUri } from "../../base/uri.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makePath, ready } from "../../eval/core/make.ts";
import type { Origin } from "../../eval/core/value.ts";
import { Evaluation } from "../evaluation/evaluation.ts";
import type { AssumedModule } from "../model/hostEvaluation.ts";
import { BUNDLED_ROOT, type NixWorld } from "../nixpkgs/nixWorld.ts";
import { OptionLevel } from "../options/optionTree.ts";

/** Adds the bundled modules of services that the host uses and nobody declares. */
export function assumeModules(
  machine: Machine,
  world: NixWorld,
  evaluation: Evaluation,
): {
  evaluation: Evaluation;
  assumed: AssumedModule[];
} {
  const assumed: AssumedModule[] = [];
  const outcome = attempt(machine, () =>
    machine.pinned(() => {
      const services = evaluation.root(machine).child(machine, "services");
      if (!(services instanceof OptionLevel)) return;
      for (const service of world.services) {
        if (services.child(machine, service) !== null) continue;
        const [definition] = services.definitions(machine, service).filter((one) => one.weak === null);
        if (definition === undefined) continue;
        const { module, binding } = definition.source;
        assumed.push({ service, module, binding: binding as Origin });
      }
    }),
  );
  if (outcome.kind !== "value" || assumed.length === 0) return { evaluation, assumed: [] };
  const { request } = evaluation;
  const added = assumed.map(({ service }) => {
    const uri = joinUri(BUNDLED_ROOT, `modules/${service}.nix`);
    return { value: ready(makePath(uri)), at: null, parent: null, key: uri };
  });
  const elements = (later: Machine) => [...request.elements(later), ...added];
  return { evaluation: new Evaluation({ ...request, elements }), assumed };
}
