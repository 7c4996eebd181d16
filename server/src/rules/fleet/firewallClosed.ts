/** Reports a port that other hosts need and the firewall of its host keeps shut. */
import type { Location } from "../../base/range.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import { setOption } from "../edit/setOption.ts";
import { isOpen } from "../support/firewall.ts";
import type { Fleet, FleetFinding, FleetRule } from "../support/fleetRule.ts";
import type { HostFacts } from "../support/hostFacts.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "firewall-closed",
  severity: "information",
  summary: "A port that another host needs and the firewall keeps shut.",
  documentation: `
An endpoint or a list of members leads other hosts to a port that the firewall of its host keeps shut. Silent where the
firewall is off, where it trusts an interface, where it has rules of its own (\`extraCommands\`, \`extraInputRules\`, nftables),
where one interface lets the port in, about hosts with imports that cannot be read, and while something else on the host is
wrong.

**Fix:** \`openFirewall = true\` for the service.
`,
};

export const firewallClosed: FleetRule = {
  meta,
  fixes,
  check(fleet) {
    const needs = new Map<string, Need>();
    for (const host of fleet.hosts) for (const need of needsOf(fleet, host)) keep(needs, need);
    return [...needs.values()].map(report);
  },
};

/** A port of a service that other hosts look for. */
interface Need {
  readonly host: HostFacts;
  readonly service: string;
  readonly port: number;
  readonly by: readonly string[];
  /** Where the first of them says so. */
  readonly place: Location;
}

function keep(needs: Map<string, Need>, need: Need): void {
  const key = JSON.stringify([need.host.label, need.service, need.port]);
  const known = needs.get(key);
  if (known === undefined) needs.set(key, need);
  else needs.set(key, { ...known, by: [...new Set([...known.by, ...need.by])] });
}

/** What a host looks for on others, behind a firewall that is known to keep it shut. */
function needsOf(fleet: Fleet, from: HostFacts): readonly Need[] {
  const looked = [...from.services].flatMap(([service, { running }]) => [
    ...(running?.endpoints ?? []).map(({ provider, address, place }) => ({
      service: provider,
      address,
      place,
      isPeer: false,
    })),
    ...(running?.member?.peers ?? []).map(({ address, place }) => ({ service, address, place, isPeer: true })),
  ]);
  return looked.flatMap(({ service, address, place, isPeer }) => {
    const target = fleet.resolve(address, from);
    if (target === null || target.host === from || target.host.isOpen) return [];
    const { host, port } = target;
    const running = host.services.get(service)?.running;
    const served = isPeer ? running?.member?.raftPort : running?.port;
    if (served !== port || host.openPorts === null || isOpen(host.openPorts, port)) return [];
    return [{ host, service, port, by: [from.label], place }];
  });
}

function report({ host, service, port, by, place }: Need): FleetFinding {
  const { place: at, isWritten } = host.services.get(service)?.running?.openFirewall ?? { place, isWritten: false };
  const finding = {
    code: meta.code,
    ...at,
    message: `${by.join(", ")} ${by.length === 1 ? "needs" : "need"} port ${port} of ${service} on ${host.label}, and its firewall keeps it shut.`,
    related: [{ ...place, message: `${by[0]} looks for it here.` }],
    data: { service, isWritten },
  };
  return { host: host.label, finding };
}

/** `openFirewall = true` beside the service's `enable`, or in place of `false`. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { service } = data;
  if (typeof service !== "string") return [];
  const path = ["services", service, "openFirewall"];
  const setting = { service, range, isWritten: data["isWritten"] === true };
  const edit = setOption(file, setting, path, "false", "true");
  return edit === null ? [] : [{ title: `Set \`${formatPath(path)}\``, preferred: true, edits: [edit] }];
}
