/** Members of clusters that stand alone: nothing is wrong with them, but few are meant. */

import type { HostView, ServiceView } from "../modules/api.ts";
import type { LoneMember } from "../protocol/scaffoldProtocol.ts";
import type { Rehearsed } from "./rehearsal.ts";

interface Member {
  readonly host: HostView;
  readonly raft: NonNullable<ServiceView["raft"]>;
}

/**
 * Services that have started and are their clusters' only members, while other hosts of the flake run them, too.
 * `started`: the labels of hosts and the services that are new on them.
 */
export function loneMembers(
  { hosts }: Rehearsed,
  started: readonly { readonly host: string; readonly service: string }[],
): readonly LoneMember[] {
  return started.flatMap(({ host: label, service }) => {
    const members = membersOf(hosts, service);
    const own = members.find(({ host }) => host.label === label);
    if (own === undefined || (own.raft.peers?.length ?? 2) > 1) return [];
    const others = members.filter((other) => other !== own && other.host.root === own.host.root);
    return others.length === 0 ? [] : [{ service, host: label, others: others.map(({ host }) => host.label) }];
  });
}

function membersOf(hosts: readonly HostView[], service: string): readonly Member[] {
  return hosts.flatMap((host) => {
    const raft = host.deploy.services.find(({ name }) => name === service)?.raft ?? null;
    return raft === null ? [] : [{ host, raft }];
  });
}
