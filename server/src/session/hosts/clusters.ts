/**
 * Which hosts are members of one Raft group: a peer address of one resolves to the other's Raft port.
 * Invariant: membership that cannot be told is taken as shared by all hosts of a flake that run the service, so that
 * whoever counts members never counts too few of them together.
 */
import type { HostView, ServiceView } from "../../modules/api.ts";
import { groupsOf } from "../../rules/support/groups.ts";
import { HostNames, parseEndpoint } from "../../rules/support/hostNames.ts";

export interface Membership {
  readonly service: string;
  /** Equal for the members of one group and for no others. */
  readonly key: string;
  /** How many members the group has, those that no host of the workspace is included. */
  readonly size: number;
}

type Raft = NonNullable<ServiceView["raft"]>;
type Host = Pick<HostView, "label" | "root" | "deploy">;
interface Member {
  readonly host: Host;
  readonly raft: Raft;
}

/** The groups that each host belongs to, by its label. */
export function clustersOf(hosts: readonly Host[]): ReadonlyMap<string, readonly Membership[]> {
  const found = new Map<string, Membership[]>(hosts.map(({ label }) => [label, []]));
  const names = new HostNames(hosts);
  const services = new Set(hosts.flatMap(({ deploy }) => deploy.services.map(({ name }) => name)));
  for (const service of services) {
    const members = hosts.flatMap((host) => {
      const raft = host.deploy.services.find(({ name }) => name === service)?.raft ?? null;
      return raft === null ? [] : [{ host, raft }];
    });
    for (const group of groupsOf(members, (member) => linkedTo(member, members, names))) {
      const [first = ""] = group.map(({ host }) => host.label).sort();
      const size = Math.max(group.length, ...group.map(({ raft }) => raft.peers?.length ?? 0));
      for (const { host } of group) found.get(host.label)?.push({ service, key: `${service}@${first}`, size });
    }
  }
  return found;
}

/** Those whom a member lists; where its list is unknown, all that run the service in its flake. */
function linkedTo(member: Member, members: readonly Member[], names: HostNames<Host>): readonly (Member | null)[] {
  const { peers } = member.raft;
  return peers === null
    ? members.filter(({ host }) => host.root === member.host.root)
    : peers.map((peer) => memberAt(peer, member, members, names));
}

/** The member whose Raft port an address names; `null`: none in the workspace, or more than one host goes by it. */
function memberAt(peer: string, from: Member, members: readonly Member[], names: HostNames<Host>): Member | null {
  const endpoint = parseEndpoint(peer);
  const host = endpoint === null ? null : names.resolve(endpoint.host, from.host);
  const member = host === null ? undefined : members.find((one) => one.host === host);
  if (member === undefined) return null;
  return member.raft.port === null || member.raft.port === endpoint?.port ? member : null;
}
