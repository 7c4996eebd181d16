/** What deploying needs to know of a host, read from its evaluation: services, addresses, members, deploy data. */
import type { Value } from "../eval/value.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import type { DeployView, OptionPath, ServiceView } from "../modules/view.ts";
import { readBool, readPort, readText } from "../rules/listeners/read.ts";
import type { ServiceInfo } from "../rules/services.ts";

type Known = Exclude<Value, { readonly type: "unknown" }>;

export function deployView(host: HostEvaluation, services: readonly ServiceInfo[]): DeployView {
  const { name, kind, isSystem, deployTarget, deployNode, colmena } = host.identity;
  const hostName = readText(host, ["networking", "hostName"]);
  const domain = readText(host, ["networking", "domain"]);
  const fullName = hostName !== null && domain !== null ? `${hostName}.${domain}` : null;
  const names = [name, hostName, fullName, deployTarget, ...staticAddresses(host)];
  return {
    kind,
    isSystem,
    hostName,
    names: [...new Set(names.filter((one) => one !== null && one !== ""))].map((one) => String(one)),
    hosts: hostsFile(host),
    services: services
      .filter((service) => readBool(host, ["services", service.name, "enable"]) === true)
      .map((service) => serviceView(host, service)),
    deployNode,
    colmena,
  };
}

function serviceView(host: HostEvaluation, { name, cluster }: ServiceInfo): ServiceView {
  return {
    name,
    address: readText(host, ["services", name, "listenAddress"]),
    port: readPort(host, ["services", name, "port"]),
    raft: cluster ? { port: readPort(host, ["services", name, "raftPort"]), peers: peersOf(host, name) } : null,
  };
}

function peersOf(host: HostEvaluation, service: string): readonly string[] | null {
  const peers = known(host, ["services", service, "settings", "cluster", "peers"]);
  if (peers?.type !== "list") return null;
  const addresses = peers.items.map((peer) => textBelow(host, read(host, peer), "address"));
  return addresses.includes(null) ? null : addresses.flatMap((address) => address ?? []);
}

/** `networking.interfaces.NAME.ipv4.addresses.*.address`, and those of IPv6. */
function staticAddresses(host: HostEvaluation): readonly string[] {
  const interfaces = known(host, ["networking", "interfaces"]);
  if (interfaces?.type !== "attrs") return [];
  return [...interfaces.attrs.values()].flatMap(({ value }) =>
    ["ipv4", "ipv6"].flatMap((family) => {
      const addresses = below(host, below(host, read(host, value), family), "addresses");
      if (addresses?.type !== "list") return [];
      return addresses.items.flatMap((item) => textBelow(host, read(host, item), "address") ?? []);
    }),
  );
}

function hostsFile(host: HostEvaluation): DeployView["hosts"] {
  const hosts = known(host, ["networking", "hosts"]);
  if (hosts?.type !== "attrs") return [];
  return [...hosts.attrs].map(([address, { value }]) => {
    const names = read(host, value);
    return [
      address,
      names?.type === "list" ? names.items.flatMap((item) => text(read(host, item)) ?? []) : [],
    ] as const;
  });
}

function known(host: HostEvaluation, path: OptionPath): Known | null {
  const outcome = host.value(path);
  return outcome.kind === "known" ? outcome.value : null;
}

function read(host: HostEvaluation, thunk: Parameters<HostEvaluation["read"]>[0]): Known | null {
  const outcome = host.read(thunk);
  return outcome.kind === "known" ? outcome.value : null;
}

function below(host: HostEvaluation, value: Known | null, name: string): Known | null {
  const attr = value?.type === "attrs" ? value.attrs.get(name) : undefined;
  return attr === undefined ? null : read(host, attr.value);
}

function textBelow(host: HostEvaluation, value: Known | null, name: string): string | null {
  return text(below(host, value, name));
}

function text(value: Known | null): string | null {
  return value?.type === "string" ? value.value : null;
}
