/** The view of a host for deploying, read from its evaluation: services, addresses, members, deploy data. */
import type { DeployView, HostEvaluation, RaftView, ServiceView } from "../../modules/api.ts";
import { listedIds, type MemberFacts, type RunningService, type ServicesFacts } from "../../rules/support/hostFacts.ts";
import { attributeOf, integerOf, knownValue, read, readText, textOf } from "../../rules/support/readOption.ts";

export function deployView(host: HostEvaluation, services: ServicesFacts): DeployView {
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
    services: [...services].flatMap(([service, { running }]) =>
      running === null ? [] : serviceView(service, running),
    ),
    deployNode,
    colmena,
  };
}

function serviceView(name: string, { address, port, member }: RunningService): ServiceView {
  return { name, address, port, raft: member === null ? null : raftView(member) };
}

function raftView(member: MemberFacts): RaftView {
  const { raftPort, nodeId, peers } = member;
  return { port: raftPort, nodeId, peers: peers?.map(({ address }) => address) ?? null, ids: listedIds(member) };
}

/** `networking.interfaces.NAME.ipv4.addresses.*.address`, and those of IPv6. */
function staticAddresses(host: HostEvaluation): readonly { address: string; prefixLength: number | null }[] {
  const interfaces = knownValue(host, ["networking", "interfaces"]);
  if (interfaces?.type !== "attrs") return [];
  return [...interfaces.attrs.values()].flatMap(({ value }) =>
    ["ipv4", "ipv6"].flatMap((family) => {
      const addresses = attributeOf(host, attributeOf(host, read(host, value), family), "addresses");
      if (addresses?.type !== "list") return [];
      return addresses.items.flatMap((item) => {
        const one = read(host, item);
        const address = textOf(attributeOf(host, one, "address"));
        return address === null ? [] : [{ address, prefixLength: integerOf(attributeOf(host, one, "prefixLength")) }];
      });
    }),
  );
}

function hostsFile(host: HostEvaluation): DeployView["hosts"] {
  const hosts = knownValue(host, ["networking", "hosts"]);
  if (hosts?.type !== "attrs") return [];
  return [...hosts.attrs].map(([address, { value }]) => {
    const names = read(host, value);
    return [
      address,
      names?.type === "list" ? names.items.flatMap((item) => textOf(read(host, item)) ?? []) : [],
    ] as const;
  });
}
