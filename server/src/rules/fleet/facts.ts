/**
 * What rules across hosts know of one host: its services with where they answer, whom they look for, and whom they count
 * as members, each with its place in the text. Plain data; `null` is unknown.
 */
import type { Location } from "../../base/range.ts";
import type { Value } from "../../eval/value.ts";
import type { Definition, HostEvaluation } from "../../modules/hostEvaluation.ts";
import type { DeployView, OptionPath } from "../../modules/view.ts";
import type { HostRuleContext } from "../hostRule.ts";
import { explicitDefinition, readBool, readPort, readText } from "../listeners/read.ts";
import { strongestDefinition } from "../missingDependency.ts";
import { isWritten, placeOfHost, placeOfPath, placeOfValue } from "../placement.ts";
import type { ServiceInfo } from "../services.ts";
import { type OpenPorts, openPorts } from "./firewall.ts";

export interface HostFacts {
  readonly label: string;
  /** The flake or root module. */
  readonly root: string;
  /** Whether imports that cannot be read may say more. */
  readonly isOpen: boolean;
  readonly deploy: DeployView;
  /** What its firewall lets in; `null`: that cannot be told, or there is none. */
  readonly openPorts: OpenPorts | null;
  /** By name: PlasmaCloud's services that the host declares. */
  readonly services: ReadonlyMap<string, ServiceFacts>;
}

export interface ServiceFacts {
  readonly isEnabled: boolean | null;
  /** Where it is switched on or off; the host where nothing written says so. */
  readonly switch: WrittenPlace;
  /** The address it listens on. */
  readonly address: string | null;
  readonly port: number | null;
  /** Where its API's port is written, else where it is switched on. */
  readonly portPlace: Location;
  readonly openFirewall: WrittenPlace;
  readonly endpoints: readonly EndpointFact[];
  /** `null`: it has no members. */
  readonly member: MemberFacts | null;
}

/** A place, and whether a definition of what it is about is written there. */
export interface WrittenPlace {
  readonly place: Location;
  readonly isWritten: boolean;
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
  /** `null` where one of them is unknown. */
  readonly peers: readonly PeerFact[] | null;
  readonly peersPlace: WrittenPlace;
}

export interface PeerFact {
  readonly id: number;
  readonly address: string;
  /** Of the address. */
  readonly place: Location;
}

export function hostFacts(context: HostRuleContext, deploy: DeployView): HostFacts {
  const { host, services } = context;
  const { label, root } = host.identity;
  const declared = services.filter(({ name }) => host.option(["services", name, "enable"]) !== null);
  return {
    label,
    root,
    isOpen: host.open.length > 0,
    deploy,
    openPorts: openPorts(host),
    services: new Map(declared.map((service) => [service.name, serviceFacts(context, service)])),
  };
}

/** Nothing is asked of a service that is off: its options need not have values. */
function serviceFacts(context: HostRuleContext, service: ServiceInfo): ServiceFacts {
  const { host } = context;
  const { name } = service;
  const isEnabled = readBool(host, ["services", name, "enable"]);
  const enabling = switchOf(context, name);
  const isOn = isEnabled === true;
  return {
    isEnabled,
    switch: enabling,
    address: isOn ? readText(host, ["services", name, "listenAddress"]) : null,
    port: isOn ? readPort(host, ["services", name, "port"]) : null,
    portPlace: writtenPlace(context, ["services", name, "port"], enabling.place).place,
    openFirewall: writtenPlace(context, ["services", name, "openFirewall"], enabling.place),
    endpoints: isOn ? service.needs.flatMap((provider) => endpointsOf(context, name, provider)) : [],
    member: isOn && service.cluster ? memberFacts(context, name) : null,
  };
}

function switchOf(context: HostRuleContext, service: string): WrittenPlace {
  const definition = strongestDefinition(context, service);
  if (definition === null) return { place: placeOfHost(context), isWritten: false };
  return { place: placeOfPath(context, definition), isWritten: true };
}

/** The value of an option where it is written in the workspace, else `otherwise`. */
function writtenPlace(context: HostRuleContext, path: OptionPath, otherwise: Location): WrittenPlace {
  const definition = explicitDefinition(context.host, path);
  if (definition === null) return { place: otherwise, isWritten: false };
  return { place: placeOfValue(context, definition), isWritten: isWritten(context, definition) };
}

function endpointsOf(context: HostRuleContext, service: string, provider: string): EndpointFact[] {
  const path = ["services", service, "settings", "endpoints", provider];
  const definition = explicitDefinition(context.host, path);
  const value = known(context.host, path);
  if (definition === null || value === null) return [];
  const items = value.type === "list" ? value.items.map((item) => read(context.host, item)) : [value];
  return items.flatMap((item) =>
    item?.type === "string" ? [{ provider, address: item.value, place: placeOfItem(context, definition, item) }] : [],
  );
}

/** Of a service that is on. */
export function memberFacts(context: HostRuleContext, service: string): MemberFacts {
  const { host } = context;
  const enabling = switchOf(context, service).place;
  const cluster = ["services", service, "settings", "cluster"];
  const nodeId = known(host, [...cluster, "nodeId"]);
  const definition = explicitDefinition(host, [...cluster, "peers"]);
  const peers = known(host, [...cluster, "peers"]);
  const items = peers?.type === "list" ? peers.items.map((item) => peerFact(context, definition, item)) : null;
  return {
    raftPort: readPort(host, ["services", service, "raftPort"]),
    raftPortPlace: writtenPlace(context, ["services", service, "raftPort"], enabling).place,
    nodeId: nodeId?.type === "int" ? Number(nodeId.value) : null,
    nodeIdPlace: writtenPlace(context, [...cluster, "nodeId"], enabling),
    peers: items?.every((item) => item !== null) === true ? items : null,
    peersPlace: writtenPlace(context, [...cluster, "peers"], enabling),
  };
}

function peerFact(
  context: HostRuleContext,
  definition: Definition | null,
  item: Parameters<HostEvaluation["read"]>[0],
): PeerFact | null {
  const { host } = context;
  const peer = read(host, item);
  const attribute = (name: string): Value | null => {
    const attr = peer?.type === "attrs" ? peer.attrs.get(name) : undefined;
    return attr === undefined ? null : read(host, attr.value);
  };
  const id = attribute("id");
  const address = attribute("address");
  if (id?.type !== "int" || address?.type !== "string" || definition === null) return null;
  return { id: Number(id.value), address: address.value, place: placeOfItem(context, definition, address) };
}

/** Where a part of a value is written, wherever in the workspace that is; else the whole value. */
function placeOfItem(context: HostRuleContext, definition: Definition, item: Value): Location {
  return context.locate(item.origin) ?? placeOfValue(context, definition);
}

function known(host: HostEvaluation, path: OptionPath): Value | null {
  const outcome = host.value(path);
  return outcome.kind === "known" ? outcome.value : null;
}

function read(host: HostEvaluation, thunk: Parameters<HostEvaluation["read"]>[0]): Value | null {
  const outcome = host.read(thunk);
  return outcome.kind === "known" ? outcome.value : null;
}
