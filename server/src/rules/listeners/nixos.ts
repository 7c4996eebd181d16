/**
 * The listeners of some of NixOS's own services, with the defaults of their modules (nixos/modules/services in nixpkgs,
 * release 25.05). Only what is certain counts: a service whose addresses or ports are set in a way that is not modelled
 * here gives no listener.
 */
import type { HostEvaluation, OptionPath } from "../../modules/api.ts";
import { explicitDefinition, isUndefined, readBool, readPorts, readText } from "../support/readOption.ts";
import type { Protocol } from "../support/services.ts";
import { type Listener, normalizeAddress } from "./listener.ts";

interface KnownListener {
  readonly service: string;
  /** Below `services.SERVICE`, one port or a list of them; `null`: the port is fixed. */
  readonly port: OptionPath | null;
  readonly default: number;
  readonly protocols: readonly Protocol[];
  /** The option below `services.SERVICE` that holds the address; `null`: it cannot be set in one place. */
  readonly address: OptionPath | null;
  readonly defaultAddresses: readonly string[];
  /** Options below `services.SERVICE` that change ports or addresses in ways not modelled: any definition silences. */
  readonly unless: readonly OptionPath[];
}

const tcp: readonly Protocol[] = ["tcp"];
const everywhere = ["*"];
const loopback = ["127.0.0.1", "::1"];

const knownListeners: readonly KnownListener[] = [
  {
    service: "openssh",
    port: ["ports"],
    default: 22,
    protocols: tcp,
    address: null,
    defaultAddresses: everywhere,
    unless: [["listenAddresses"], ["startWhenNeeded"], ["extraConfig"]],
  },
  {
    service: "dnsmasq",
    port: ["settings", "port"],
    default: 53,
    protocols: ["tcp", "udp"],
    address: null,
    defaultAddresses: everywhere,
    unless: [
      ["settings", "listen-address"],
      ["settings", "interface"],
      ["settings", "except-interface"],
      ["settings", "bind-interfaces"],
      ["settings", "bind-dynamic"],
      ["extraConfig"],
    ],
  },
  {
    service: "postgresql",
    port: ["settings", "port"],
    default: 5432,
    protocols: tcp,
    address: null,
    defaultAddresses: ["127.0.0.1", "::1"],
    unless: [["port"], ["enableTCPIP"], ["settings", "listen_addresses"]],
  },
  {
    service: "resolved",
    port: null,
    default: 53,
    protocols: ["tcp", "udp"],
    address: null,
    defaultAddresses: ["127.0.0.53", "127.0.0.54"],
    unless: [["extraConfig"], ["settings"]],
  },
  {
    service: "grafana",
    port: ["settings", "server", "http_port"],
    default: 3000,
    protocols: tcp,
    address: ["settings", "server", "http_addr"],
    defaultAddresses: ["127.0.0.1"],
    unless: [["settings", "server", "protocol"]],
  },
  {
    service: "prometheus",
    port: ["port"],
    default: 9090,
    protocols: tcp,
    address: ["listenAddress"],
    defaultAddresses: everywhere,
    unless: [["extraFlags"]],
  },
  {
    service: "etcd",
    port: null,
    default: 2379,
    protocols: tcp,
    address: null,
    defaultAddresses: ["127.0.0.1"],
    unless: [["listenClientUrls"], ["extraConf"]],
  },
  {
    service: "etcd",
    port: null,
    default: 2380,
    protocols: tcp,
    address: null,
    defaultAddresses: ["127.0.0.1"],
    unless: [["listenPeerUrls"], ["extraConf"]],
  },
  {
    service: "unbound",
    port: null,
    default: 53,
    protocols: ["tcp", "udp"],
    address: null,
    defaultAddresses: loopback,
    unless: [["settings", "server", "interface"], ["settings", "server", "port"], ["extraConfig"], ["interfaces"]],
  },
];

export function nixosListeners(host: HostEvaluation): Listener[] {
  return knownListeners.flatMap((known) => {
    const { service } = known;
    const below = (path: OptionPath): OptionPath => ["services", service, ...path];
    if (readBool(host, below(["enable"])) !== true) return [];
    if (!known.unless.every((path) => isUndefined(host, below(path)))) return [];
    const addresses = addressesOf(host, known, below);
    if (addresses === null) return [];
    const option = known.port && below(known.port);
    const explicit = option && explicitDefinition(host, option);
    const ports =
      option === null || isUndefined(host, option) ? [{ port: known.default, element: null }] : readPorts(host, option);
    return ports.map((found) => ({
      service,
      option,
      protocols: known.protocols,
      addresses,
      explicit,
      certain: true,
      ...found,
    }));
  });
}

function addressesOf(host: HostEvaluation, known: KnownListener, below: (path: OptionPath) => OptionPath) {
  if (known.address === null || isUndefined(host, below(known.address))) return known.defaultAddresses;
  const address = readText(host, below(known.address));
  return address === null ? null : [normalizeAddress(address)];
}
