/** The answer to `plasmacloud/deployFacts`: the hosts of the last complete evaluation as deploying needs them. */
import { clustersOf } from "../analysis/clusters.ts";
import { parentUri } from "../base/uri.ts";
import type { HostView } from "../modules/view.ts";
import type { PlacedFinding } from "../rules/rule.ts";
import type { DeployFacts, HostDeployFacts } from "./protocol.ts";
import { statusOf } from "./status.ts";
import type { Workspace } from "./workspace.ts";

/** `findings`: what is shown of a file. */
export function deployFacts(workspace: Workspace, findings: (uri: string) => readonly PlacedFinding[]): DeployFacts {
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
