/**
 * In which order hosts are deployed, and which of them at once.
 * Invariants: of one Raft group of n members at most max(1, ⌊(n−1)/2⌋) are in one batch; a batch holds hosts of one rank
 * only, and ranks rise; the hosts of a batch are deployed by one tool out of one folder; every host is in one batch.
 */
import type { ClusterMembership } from "../../../../server/src/protocol/protocol.ts";
import type { DeployHost } from "../hosts/deployedHost.ts";

/** What the others need comes first; these are PlasmaCloud's services in that order, the rest after them. */
const order: readonly string[] = ["chainfire", "flaredb", "iam"];

/** More at once would only compete for this machine's memory: each is an evaluation of its own. */
const mostAtOnce = 4;

export interface DeployOrder {
  readonly batches: readonly Batch[];
  readonly quorum: readonly QuorumNote[];
}

/** Hosts that are deployed at once; the next batch begins when all of them are well again. */
export interface Batch {
  readonly hosts: readonly DeployHost[];
}

/** A Raft group that has no majority while one of its members is down. */
export interface QuorumNote {
  readonly service: string;
  /** How many members it has. */
  readonly size: number;
  /** The labels of its members among the hosts that are deployed. */
  readonly hosts: readonly string[];
}

/** How many members of a group of n may be down at once. */
export function mayBeDown(size: number): number {
  return Math.max(1, Math.floor((size - 1) / 2));
}

/** The position of the earliest service that a host carries. */
export function rankOf({ facts }: DeployHost): number {
  const ranks = facts.services.map(({ name }) => order.indexOf(name)).filter((rank) => rank >= 0);
  return Math.min(order.length, ...ranks);
}

/** Puts hosts in order and in batches. Equal ranks keep the order they come in. */
export function orderOfDeployment(hosts: readonly DeployHost[]): DeployOrder {
  const batches: DeployHost[][] = [];
  // hosts that have to wait stay in order, so the first of them begins the next batch and no rank comes before its turn
  for (let waiting = [...hosts].sort((left, right) => rankOf(left) - rankOf(right)); waiting.length > 0; ) {
    const batch: DeployHost[] = [];
    waiting = waiting.filter((host) => {
      if (!fits(host, batch)) return true;
      batch.push(host);
      return false;
    });
    batches.push(batch);
  }
  return { batches: batches.map((batch) => ({ hosts: batch })), quorum: quorumNotes(hosts) };
}

function fits(host: DeployHost, batch: readonly DeployHost[]): boolean {
  const [first] = batch;
  if (first === undefined) return true;
  if (batch.length >= mostAtOnce || !isTogether(first, host)) return false;
  return host.facts.clusters.every(
    ({ key, size }) => batch.filter((other) => isMember(other, key)).length < mayBeDown(size),
  );
}

/** Whether one invocation of one tool may deploy both. What asks in a terminal does so one at a time. */
function isTogether(one: DeployHost, other: DeployHost): boolean {
  if (one.isLocal || other.isLocal || one.sudo === "askPassword" || other.sudo === "askPassword") return false;
  return rankOf(one) === rankOf(other) && one.tool === other.tool && one.facts.folder === other.facts.folder;
}

function isMember({ facts }: DeployHost, key: string): boolean {
  return facts.clusters.some((cluster) => cluster.key === key);
}

function quorumNotes(hosts: readonly DeployHost[]): readonly QuorumNote[] {
  const groups = new Map<string, ClusterMembership>();
  for (const { facts } of hosts) for (const cluster of facts.clusters) groups.set(cluster.key, cluster);
  return [...groups.values()]
    .filter(({ size }) => size <= 2)
    .map(({ key, service, size }) => ({
      service,
      size,
      hosts: hosts.filter((host) => isMember(host, key)).map(({ facts }) => facts.label),
    }));
}
