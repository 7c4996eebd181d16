/**
 * What is wrong with the clusters of a workspace: members without an id of their own, and lists that name hosts which
 * are no members. Nothing else notices, as each host is well-formed alone.
 * Invariant: what cannot be told is no problem.
 */
import type { HostView, ServiceView } from "../modules/view.ts";
import { inWords } from "./plan.ts";
import type { Rehearsed } from "./rehearsal.ts";

interface Member {
  readonly host: HostView;
  readonly service: string;
  readonly raft: NonNullable<ServiceView["raft"]>;
}

/** What an edit would break, in words. */
export function brokenMemberships(before: Rehearsed, after: Rehearsed): readonly string[] {
  const known = new Set(problemsOf(before.hosts));
  return problemsOf(after.hosts).filter((problem) => !known.has(problem));
}

/** A service that has started and is its cluster's only member, while other hosts of the flake run it, too. */
export interface Lone {
  readonly service: string;
  readonly host: string;
  readonly others: readonly string[];
}

/** `started`: the labels of hosts and the services that are new on them. */
export function loneMembers(
  { hosts }: Rehearsed,
  started: readonly { readonly host: string; readonly service: string }[],
): readonly Lone[] {
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
    return raft === null ? [] : [{ host, service, raft }];
  });
}

function problemsOf(hosts: readonly HostView[]): readonly string[] {
  const services = new Set(hosts.flatMap(({ deploy }) => deploy.services.map(({ name }) => name)));
  return [...services].flatMap((service) => {
    const members = membersOf(hosts, service);
    return [
      ...members.flatMap((member) => [...unlisted(member), ...strangers(member, members, hosts)]),
      ...sharedIds(members),
    ];
  });
}

function unlisted({ host, service, raft: { nodeId, ids } }: Member): readonly string[] {
  if (nodeId === null || ids === null || ids.length === 0 || ids.includes(nodeId)) return [];
  return [`The members of ${service} on ${host.label} do not include its own id, ${nodeId}.`];
}

/** Members by the list, though the hosts do not run the service. */
function strangers({ host, service, raft }: Member, members: readonly Member[], hosts: readonly HostView[]): string[] {
  return (raft.peers ?? []).flatMap((peer) => {
    const name = peer.replace(/:\d+$/, "");
    const named = hosts.find((one) => one.root === host.root && (one.deploy.hostName ?? one.name) === name);
    if (named === undefined || members.some((member) => member.host === named)) return [];
    return [`The members of ${service} on ${host.label} include ${named.label}, which does not run it.`];
  });
}

function sharedIds(members: readonly Member[]): readonly string[] {
  return members.flatMap((member, index) => {
    const twins = members.slice(index + 1).filter((other) => isOneCluster(member, other) && hasSameId(member, other));
    if (twins.length === 0) return [];
    const names = inWords([member, ...twins].map(({ host }) => host.label));
    return [`${names} would have the same id, ${member.raft.nodeId}, in the cluster of ${member.service}.`];
  });
}

function hasSameId(left: Member, right: Member): boolean {
  return left.raft.nodeId !== null && left.raft.nodeId === right.raft.nodeId;
}

function isOneCluster(left: Member, right: Member): boolean {
  return left.host.root === right.host.root && (left.raft.peers ?? []).some((peer) => right.raft.peers?.includes(peer));
}
