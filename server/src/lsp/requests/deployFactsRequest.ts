/** The answer to `plasmacloud/deployFacts`: the hosts of the last complete evaluation as deploying needs them. */

import { parentUri } from "../../base/uri.ts";
import type { HostView } from "../../modules/api.ts";
import type { DeployFacts, HostDeployFacts } from "../../protocol/protocol.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import { clustersOf } from "../../session/hosts/clusters.ts";
import { statusOf } from "../state/status.ts";
import type { WorkspaceState } from "../state/workspaceState.ts";

/** `findings`: what is shown of a file. */
export function deployFacts(
  workspace: WorkspaceState,
  findings: (uri: string) => readonly PlacedFinding[],
): DeployFacts {
  const clusters = clustersOf(workspace.hosts);
  const errors = new Map(statusOf(workspace, findings).hosts.map((host) => [host.name, host.errors]));
  return {
    busy: workspace.busy,
    hosts: workspace.hosts.map((host) => hostFacts(host, clusters.get(host.label) ?? [], errors.get(host.label) ?? 0)),
  };
}

function hostFacts(
  { label, name, root, files, deploy }: HostView,
  clusters: HostDeployFacts["clusters"],
  errors: number,
): HostDeployFacts {
  const { kind, isSystem, hostName, deployNode, colmena } = deploy;
  const services = deploy.services.map((service) => ({
    name: service.name,
    unit: `${service.name}.service`,
    address: service.address,
    port: service.port,
  }));
  return {
    label,
    name,
    root,
    folder: parentUri(root),
    files,
    kind,
    isSystem,
    hostName,
    services,
    clusters,
    deployNode,
    colmena,
    errors,
  };
}
