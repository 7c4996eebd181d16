/** The rules across hosts, in the order in which their findings are made. */
import { clusterDuplicateNodeId } from "./fleet/clusterDuplicateNodeId.ts";
import { clusterEvenMembers } from "./fleet/clusterEvenMembers.ts";
import { clusterNodeNotInPeers } from "./fleet/clusterNodeNotInPeers.ts";
import { clusterPeerMismatch } from "./fleet/clusterPeerMismatch.ts";
import { endpointMismatch } from "./fleet/endpointMismatch.ts";
import { firewallClosed } from "./fleet/firewallClosed.ts";
import { Fleet, type FleetRule } from "./support/fleetRule.ts";
import type { HostFacts } from "./support/hostFacts.ts";
import type { Finding } from "./support/rule.ts";

export const fleetRules: readonly FleetRule[] = [
  endpointMismatch,
  firewallClosed,
  clusterDuplicateNodeId,
  clusterNodeNotInPeers,
  clusterEvenMembers,
  clusterPeerMismatch,
];

/** What is certainly wrong between hosts, by the label of the host that it is about, in offsets. */
export function checkFleet(hosts: readonly HostFacts[]): ReadonlyMap<string, readonly Finding[]> {
  const fleet = new Fleet(hosts);
  const found = new Map<string, Finding[]>();
  for (const { host, finding } of fleetRules.flatMap((rule) => rule.check(fleet))) {
    const known = found.get(host);
    if (known === undefined) found.set(host, [finding]);
    else known.push(finding);
  }
  return found;
}
