/** The state of the dialog for a new configuration: the answers so far, and the next proposal. Pure. */
import type {
  ConfigurationPlan,
  PlannedHost,
  ScaffoldFacts,
  TopologyFacts,
} from "../../../server/src/protocol/scaffoldProtocol.ts";
import { firstFree, formatAddress, nextFree, readAddress, readInterface, sameNetwork } from "./addresses.ts";

export interface PlanState {
  readonly topology: TopologyFacts;
  /** How many hosts there are to be. */
  readonly count: number;
  /** Hosts as far as they have been described. */
  readonly hosts: readonly PlannedHost[];
  readonly prefixLength: number;
  readonly gateway: string;
  readonly stateVersion: string;
  /** URI of the folder to write to. */
  readonly folder: string;
  /** How often the plan was changed in review, and whether it may be written. */
  readonly reviews: number;
  readonly confirmed: boolean;
}

export function initialPlan(facts: ScaffoldFacts, topology: TopologyFacts): PlanState {
  const { prefixLength, gateway, hosts } = topology;
  const start = { hosts: [], gateway, folder: "", reviews: 0, confirmed: false };
  return { ...start, topology, count: hosts.length, prefixLength, stateVersion: facts.stateVersion };
}

export function configurationPlanOf({
  topology,
  hosts,
  prefixLength,
  gateway,
  stateVersion,
}: PlanState): ConfigurationPlan {
  return { topology: topology.name, hosts, prefixLength, gateway, stateVersion };
}

/** A name for the next host: the example's, else the next number that is free. */
export function proposedName({ topology, hosts }: PlanState): string {
  const taken = new Set(hosts.map(({ name }) => name.toLowerCase()));
  const example = topology.hosts[hosts.length]?.name;
  if (example !== undefined && !taken.has(example)) return example;
  for (let number = hosts.length + 1; ; number++) if (!taken.has(`node${number}`)) return `node${number}`;
}

/** An address with its prefix: the example's in the example's network, else the next one that is free. */
export function proposedAddress({ topology, hosts, prefixLength }: PlanState): string {
  const example = topology.hosts[hosts.length]?.address ?? "";
  const last = hosts.at(-1);
  if (last === undefined) return `${example}/${prefixLength}`;
  const near = readInterface(`${last.address}/${prefixLength}`);
  const own = readAddress(example);
  if (near === null) return `${example}/${prefixLength}`;
  const taken = hosts.flatMap(({ address }) => readAddress(address) ?? []);
  const isFree =
    own !== null && sameNetwork(near.address, own, prefixLength) && !taken.some(({ value }) => value === own.value);
  return `${isFree ? example : formatAddress(nextFree(near, taken) ?? near.address)}/${prefixLength}`;
}

/** The example's gateway where the hosts are in its network, else the first address that no host has. */
export function proposedGateway({ topology, hosts, prefixLength }: PlanState): string {
  const near = readInterface(`${hosts[0]?.address ?? ""}/${prefixLength}`);
  const example = readAddress(topology.gateway);
  if (near === null) return topology.gateway;
  const taken = hosts.flatMap(({ address }) => readAddress(address) ?? []);
  const fits = example !== null && sameNetwork(near.address, example, prefixLength);
  if (fits && !taken.some(({ value }) => value === example.value)) return topology.gateway;
  return formatAddress(firstFree(near, taken) ?? near.address);
}

/**
 * Services for the next host, as the example spreads them. Clusters are proposed with an odd number of members, five at
 * most: more make writing slower and outlive no more that matters.
 */
export function proposedServices(facts: ScaffoldFacts, { topology, count, hosts }: PlanState): readonly string[] {
  const example = topology.hosts[hosts.length]?.services ?? [];
  if (!topology.several) return example;
  const clusters = facts.services.filter(({ cluster }) => cluster).map(({ name }) => name);
  const most = Math.min(count, 5);
  const isMember = hosts.length < (most % 2 === 0 ? most - 1 : most);
  const used = new Set(topology.hosts.flatMap(({ services }) => services));
  return facts.services
    .map(({ name }) => name)
    .filter((name) => (clusters.includes(name) ? isMember && used.has(name) : example.includes(name)));
}

/** `chosen` and all that it needs. */
export function planWithNeeds(facts: ScaffoldFacts, chosen: readonly string[]): readonly string[] {
  const all = new Set(chosen);
  for (const { name, needs } of [...facts.services].reverse())
    if (all.has(name)) for (const need of needs) all.add(need);
  return facts.services.map(({ name }) => name).filter((name) => all.has(name));
}

/** The plan with one service taken to a host or from it. */
export function toggled(state: PlanState, host: string, service: string): PlanState {
  const hosts = state.hosts.map((one) => {
    if (one.name !== host) return one;
    const without = one.services.filter((name) => name !== service);
    return { ...one, services: without.length < one.services.length ? without : [...one.services, service] };
  });
  return { ...state, hosts, reviews: state.reviews + 1 };
}
