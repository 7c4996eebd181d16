/** Hosts as the server tells of them, for the tests of deployment. */

import { type DeployHost, deployHost } from "../../client/src/deploy/hosts/deployedHost.ts";
import { type HostSettings, noSettings } from "../../client/src/deploy/hosts/hostSettings.ts";
import type { HostDeployFacts } from "../../server/src/protocol/protocol.ts";

/** A host of a flake in `/ws` that runs these services, without deploy data. */
export function facts(
  name: string,
  more: Partial<HostDeployFacts> & { runs?: readonly string[] } = {},
): HostDeployFacts {
  const { runs = [], ...parts } = more;
  return {
    label: name,
    name,
    root: "file:///ws/flake.nix",
    folder: "file:///ws",
    files: [],
    kind: "flake",
    isSystem: true,
    hostName: name,
    services: runs.map((service) => ({ name: service, unit: `${service}.service`, address: "0.0.0.0", port: 1234 })),
    clusters: [],
    deployNode: null,
    colmena: null,
    errors: 0,
    ...parts,
  };
}

/** Colmena's data of a host. */
export function hiveData(
  targetHost: string | null = null,
  more: Partial<NonNullable<HostDeployFacts["colmena"]>> = {},
) {
  return { targetHost, targetUser: null, targetPort: null, buildOnTarget: null, tags: [], ...more };
}

export function host(
  name: string,
  more: Parameters<typeof facts>[1] = {},
  settings: Partial<HostSettings> = {},
  isLocal = false,
): DeployHost {
  return deployHost(facts(name, more), { ...noSettings, ...settings }, isLocal);
}
