/**
 * What a flake or hive itself says of how its hosts are deployed: deploy-rs nodes and colmena's `deployment`.
 * Invariant: a part that cannot be told is `null`, and asking never throws.
 */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { ready } from "../../eval/core/make.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { evaluationOfValue } from "../lib/evalModules.ts";
import type { ColmenaDeployment, DeployNode } from "../model/view.ts";

/** `deploy.nodes` of a flake's outputs, by name. */
export function deployNodes(machine: Machine, outputs: Value): ReadonlyMap<string, DeployNode> {
  const nodes = read(machine, outputs, ["deploy", "nodes"]);
  const found = new Map<string, DeployNode>();
  if (nodes?.type !== "attrs") return found;
  for (const [name, attr] of nodes.attrs) {
    const node = forced(machine, attr.value);
    const part = (path: readonly string[]) => (node === null ? null : text(read(machine, node, path)));
    found.set(name, {
      name,
      hostname: part(["hostname"]),
      // A profile's own user wins over the node's, and that over the one for all nodes.
      sshUser: part(["profiles", "system", "sshUser"]) ?? part(["sshUser"]) ?? allNodesUser(machine, outputs),
    });
  }
  return found;
}

function allNodesUser(machine: Machine, outputs: Value): string | null {
  return text(read(machine, outputs, ["deploy", "sshUser"]));
}

/** `deployment` of a host that colmena evaluates; `null`: it declares none. */
export function colmenaDeployment(machine: Machine, node: Thunk): ColmenaDeployment | null {
  const outcome = attempt(machine, () => {
    const evaluation = evaluationOfValue(node.force(machine));
    return evaluation === null
      ? null
      : (optionalField(machine, evaluation.config, "deployment")?.force(machine) ?? null);
  });
  if (outcome.kind !== "value" || outcome.value === null) return null;
  const deployment = outcome.value;
  const part = (name: string): Value | null => read(machine, deployment, [name]);
  const port = part("targetPort");
  const buildOnTarget = part("buildOnTarget");
  const tags = part("tags");
  return {
    targetHost: text(part("targetHost")),
    targetUser: text(part("targetUser")),
    targetPort: port?.type === "int" ? Number(port.value) : null,
    buildOnTarget: buildOnTarget?.type === "bool" ? buildOnTarget.value : null,
    tags: tags?.type === "list" ? tags.items.flatMap((item) => text(forced(machine, item)) ?? []) : [],
  };
}

/** What stands at a path below a value; `null` where nothing does, or nobody can tell. */
function read(machine: Machine, value: Value, path: readonly string[]): Value | null {
  const outcome = attempt(machine, () => {
    let at: Value | null = value;
    for (const name of path) {
      if (at === null) return null;
      at = optionalField(machine, ready(at), name)?.force(machine) ?? null;
    }
    return at;
  });
  return outcome.kind === "value" ? outcome.value : null;
}

function forced(machine: Machine, thunk: Thunk): Value | null {
  const outcome = attempt(machine, () => thunk.force(machine));
  return outcome.kind === "value" ? outcome.value : null;
}

function text(value: Value | null): string | null {
  return value?.type === "string" ? value.value : null;
}
