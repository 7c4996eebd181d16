/** What deploying needs to know of a host, read from its evaluation: services, addresses, members, deploy data. */
import type { Value } from "../eval/value.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import type { DeployView, OptionPath, RaftView, ServiceView } from "../modules/view.ts";
import { readBool, readPort, readText } from "../rules/listeners/read.ts";
import type { ServiceInfo } from "../rules/services.ts";

type Known = Exclude<Value, { readonly type: "unknown" }>;

export function deployView(host: HostEvaluation, services: readonly ServiceInfo[]): DeployView {
  const { name, kind, isSystem, deployTarget, deployNode, colmena } = host.identity;
  const hostName = readText(host, ["networking", "hostName"]);
  const domain = readText(host, ["networking", "domain"]);
  const fullName = hostName !== null && domain !== null ? `${hostName}.${domain}` : null;
  const interfaces = staticAddresses(host);
  const names = [name, hostName, fullName, deployTarget, ...interfaces.map(({ address }) => address)];
  return {
    kind,
    isSystem,
    hostName,
    names: [...new Set(names.filter((one) => one !== null && one !== ""))].map((one) => String(one)),
    interfaces: interfaces.flatMap(({ address, prefixLength }) =>
      prefixLength === null ? [] : [`${address}/${prefixLength}`],
    ),
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
    raft: cluster ? raftOf(host, name) : null,
  };
}

function raftOf(host: HostEvaluation, service: string): RaftView {
  const cluster = (name: string) => known(host, ["services", service, "settings", "cluster", name]);
  const peers = cluster("peers");
  const items = peers?.type === "list" ? peers.items.map((peer) => read(host, peer)) : null;
  return {
    port: readPort(host, ["services", service, "raftPort"]),
    nodeId: integer(cluster("nodeId")),
    peers: allOf(items?.map((peer) => textBelow(host, peer, "address")) ?? null),
    ids: allOf(items?.map((peer) => integer(below(host, peer, "id"))) ?? null),
  };
}

/** `null` where one of them is. */
function allOf<T>(values: readonly (T | null)[] | null): readonly T[] | null {
  const found = values?.flatMap((value) => (value === null ? [] : [value])) ?? null;
  return found?.length === values?.length ? found : null;
}

function integer(value: Known | null): number | null {
  return value?.type === "int" ? Number(value.value) : null;
}

/** `networking.interfaces.NAME.ipv4.addresses.*.address`, and those of IPv6. */
function staticAddresses(host: HostEvaluation): readonly { address: string; prefixLength: number | null }[] {
  const interfaces = known(host, ["networking", "interfaces"]);
  if (interfaces?.type !== "attrs") return [];
  return [...interfaces.attrs.values()].flatMap(({ value }) =>
    ["ipv4", "ipv6"].flatMap((family) => {
      const addresses = below(host, below(host, read(host, value), family), "addresses");
      if (addresses?.type !== "list") return [];
      return addresses.items.flatMap((item) => {
        const one = read(host, item);
        const address = textBelow(host, one, "address");
        return address === null ? [] : [{ address, prefixLength: integer(below(host, one, "prefixLength")) }];
      });
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
