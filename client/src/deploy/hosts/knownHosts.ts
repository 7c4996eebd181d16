/** The hosts of a workspace as they would be deployed: settings found, this machine recognised. */
import type { HostDeployFacts } from "../../../../server/src/protocol/protocol.ts";
import { type DeployHost, deployHost } from "./deployedHost.ts";
import type { HostSettings } from "./hostSettings.ts";

/**
 * Every host as it would be deployed. `machine` is this machine's name: the one host whose `networking.hostName` is the
 * same is deployed here, unless a setting says where it is.
 */
export function knownHosts(
  facts: readonly HostDeployFacts[],
  settings: ReadonlyMap<string, HostSettings>,
  machine: string,
): readonly DeployHost[] {
  const own = machine.split(".")[0];
  const named = facts.filter(({ hostName }) => hostName !== null && hostName === own);
  return facts.map((host) => {
    const set = settingsOf(host, settings);
    const isNamed = named.length === 1 && named[0] === host && (set?.targetHost ?? null) === null;
    return deployHost(host, set, isNamed);
  });
}

/** A host's own settings: by its label, or by its name. */
export function settingsOf(
  { label, name }: Pick<HostDeployFacts, "label" | "name">,
  settings: ReadonlyMap<string, HostSettings>,
): HostSettings | undefined {
  return settings.get(label) ?? settings.get(name);
}
