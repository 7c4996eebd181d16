/**
 * What rules across hosts know of one host: its services with where they answer, whom they look for, and whom they count
 * as members, each with its place in the text. Plain data; `null` is unknown.
 */

import type { Location } from "../../base/range.ts";
import type { Thunk } from "../../eval/core/value.ts";
import type { DeployView, OptionPath } from "../../modules/api.ts";
import { type OpenPorts, openPorts } from "./firewall.ts";
import type { HostRuleContext } from "./hostRule.ts";
import { placeOfSetting, placeOfSwitch, type WrittenPlace } from "./placement.ts";
import {
  allOf,
  attributeOf,
  explicitDefinition,
  integerOf,
  type KnownValue,
  knownValue,
  read,
  readBool,
  readPort,
  readText,
  textOf,
} from "./readOption.ts";
import type { ServiceInfo } from "./services.ts";

export interface HostFacts {
  readonly label: string;
  /** The flake or root module. */
  readonly root: string;
  /** Whether imports that cannot be read may say more. */
  readonly isOpen: boolean;
  readonly deploy: Pick<DeployView, "names" | "hosts" | "hostName">;
  /** What its firewall lets in; `null`: that cannot be told, there is none, or nothing runs behind it. */
  readonly openPorts: OpenPorts | null;
  readonly services: ServicesFacts;
}

/** By name: PlasmaCloud's services that the host declares. */
export type ServicesFacts = ReadonlyMap<string, ServiceFacts>;

export interface ServiceFacts {
  readonly isEnabled: boolean | null;
  readonly switch: WrittenPlace;
  /** Nothing is asked of a service that is off: its options need not have values. */
  readonly running: RunningService | null;
}

export interface RunningService {
  /** The address it listens on. */
  readonly address: string | null;
  readonly port: number | null;
  readonly portPlace: Location;
  readonly openFirewall: WrittenPlace;
  readonly endpoints: readonly EndpointFact[];
  /** `null`: it has no members. */
  readonly member: MemberFacts | null;
}

export interface EndpointFact {
  readonly provider: string;
  readonly address: string;
  readonly place: Location;
}

export interface MemberFacts {
  readonly raftPort: number | null;
  readonly raftPortPlace: Location;
  readonly nodeId: number | null;
  readonly nodeIdPlace: WrittenPlace;
  /** `null` where an address is unknown. */
  readonly peers: readonly PeerFact[] | null;
  readonly peersPlace: WrittenPlace;
}

export interface PeerFact {
  readonly id: number | null;
  readonly address: string;
  /** Of the address. */
  readonly place: Location;
}

/** The ids in a member's list; `null` where one of them is unknown. */
export function listedIds({ peers }: Pick<MemberFacts, "peers">): readonly number[] | null {
  return allOf(peers?.map(({ id }) => id) ?? null);
}

export function hostFacts({ host }: HostRuleContext, deploy: HostFacts["deploy"], services: ServicesFacts): HostFacts {
  const { label, root } = host.identity;
  const runsAny = [...services.values()].some(({ running }) => running !== null);
  return { label, root, isOpen: host.open.length > 0, deploy, openPorts: runsAny ? openPorts(host) : null, services };
}

export function servicesFacts(context: HostRuleContext): ServicesFacts {
  const { host, services } = context;
  const declared = services.filter(({ name }) => host.option(["services", name, "enable"]) !== null);
  return new Map(
    declared.map((service) => {
      const isEnabled = readBool(host, ["services", service.name, "enable"]);
      const running = isEnabled === true ? runningService(context, service) : null;
      return [service.name, { isEnabled, switch: placeOfSwitch(context, service.name), running }];
    }),
  );
}

function runningService(context: HostRuleContext, { name, needs, cluster }: ServiceInfo): RunningService {
  const { host } = context;
  return {
    address: readText(host, ["services", name, "listenAddress"]),
    port: readPort(host, ["services", name, "port"]),
    portPlace: placeOf(context, name, ["port"]).place,
    openFirewall: placeOf(context, name, ["openFirewall"]),
    endpoints: needs.flatMap((provider) => endpointsOf(context, name, provider)),
    member: cluster ? memberFacts(context, name) : null,
  };
}

function endpointsOf(context: HostRuleContext, service: string, provider: string): EndpointFact[] {
  const { host } = context;
  const option = ["settings", "endpoints", provider];
  const value = knownValue(host, ["services", service, ...option]);
  const items = value?.type === "list" ? value.items.map((item) => read(host, item)) : [value];
  return items.flatMap((item) => {
    const address = textOf(item);
    return address === null ? [] : [{ provider, address, place: placeOfItem(context, item, service, option) }];
  });
}

/** Of a service that is on. */
export function memberFacts(context: HostRuleContext, service: string): MemberFacts {
  const { host } = context;
  const cluster = ["settings", "cluster"];
  const list = knownValue(host, ["services", service, ...cluster, "peers"]);
  const peers = list?.type === "list" ? list.items.map((item) => peerFact(context, service, item)) : null;
  return {
    raftPort: readPort(host, ["services", service, "raftPort"]),
    raftPortPlace: placeOf(context, service, ["raftPort"]).place,
    nodeId: integerOf(knownValue(host, ["services", service, ...cluster, "nodeId"])),
    nodeIdPlace: placeOf(context, service, [...cluster, "nodeId"]),
    peers: allOf(peers),
    peersPlace: placeOf(context, service, [...cluster, "peers"]),
  };
}

function peerFact(context: HostRuleContext, service: string, item: Thunk): PeerFact | null {
  const { host } = context;
  const peer = read(host, item);
  const value = attributeOf(host, peer, "address");
  const address = textOf(value);
  if (address === null) return null;
  const place = placeOfItem(context, value, service, ["settings", "cluster", "peers"]);
  return { id: integerOf(attributeOf(host, peer, "id")), address, place };
}

function placeOf(context: HostRuleContext, service: string, option: OptionPath): WrittenPlace {
  return placeOfSetting(context, service, explicitDefinition(context.host, ["services", service, ...option]));
}

/** Where a part of an option's value is written, wherever in the workspace that is; else the whole value. */
function placeOfItem(context: HostRuleContext, item: KnownValue | null, service: string, option: OptionPath): Location {
  return context.locate(item?.origin ?? null) ?? placeOf(context, service, option).place;
}
