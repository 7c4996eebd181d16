/** A rule across hosts is a pure function of what is known of all hosts of the workspace. */

import { groupsOf } from "./groups.ts";
import type { HostFacts, MemberFacts } from "./hostFacts.ts";
import { HostNames, parseEndpoint } from "./hostNames.ts";
import type { Finding, Rule } from "./rule.ts";

export interface FleetRule extends Rule {
  /** Silent about what is unknown, and about addresses that are no one host's. */
  check(fleet: Fleet): FleetFinding[];
}

/** A finding, and the host that it is about. */
export interface FleetFinding {
  readonly host: string;
  readonly finding: Finding;
}

/** A member of a Raft group. */
export interface Member {
  readonly host: HostFacts;
  readonly service: string;
  readonly facts: MemberFacts;
}

export class Fleet {
  readonly hosts: readonly HostFacts[];
  readonly #names: HostNames<HostFacts>;
  #clusters: readonly (readonly Member[])[] | null = null;

  constructor(hosts: readonly HostFacts[]) {
    this.hosts = hosts;
    this.#names = new HostNames(hosts);
  }

  /** The host and port that an address means; `null`: no host of the workspace, or not one alone. */
  resolve(address: string, from: HostFacts): { readonly host: HostFacts; readonly port: number } | null {
    const endpoint = parseEndpoint(address);
    const host = endpoint === null ? null : this.#names.resolve(endpoint.host, from);
    return endpoint === null || host === null ? null : { host, port: endpoint.port };
  }

  /** Members that name each other, directly or over others: a peer address of one is the other's host and Raft port. */
  get clusters(): readonly (readonly Member[])[] {
    this.#clusters ??= this.#findClusters();
    return this.#clusters;
  }

  #findClusters(): readonly (readonly Member[])[] {
    const members = new Map<MemberFacts, Member>();
    for (const host of this.hosts) {
      for (const [service, { running }] of host.services) {
        if (running?.member != null) members.set(running.member, { host, service, facts: running.member });
      }
    }
    return groupsOf([...members.values()], (member) =>
      (member.facts.peers ?? []).map(({ address }) => {
        const other = this.memberAt(address, member);
        return other === null ? null : (members.get(other) ?? null);
      }),
    );
  }

  /** Whose Raft port a peer address is; `null` where it is none that is known. */
  memberAt(address: string, from: Member): MemberFacts | null {
    const target = this.resolve(address, from.host);
    const member = target?.host.services.get(from.service)?.running?.member ?? null;
    return member !== null && member.raftPort === target?.port ? member : null;
  }
}
