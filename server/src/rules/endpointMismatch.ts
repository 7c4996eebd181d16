/** Reports an endpoint that names a host of the workspace which does not serve it there. */
import { formatPath } from "../syntax/attrName.ts";
import type { EndpointFact, HostFacts, ServiceFacts } from "./fleet/facts.ts";
import type { Fleet, FleetFinding, FleetRule } from "./fleet/fleetRule.ts";
import { isLoopback, plainName } from "./fleet/hostNames.ts";
import { addressData, withPort } from "./fleet/rightAddress.ts";
import type { Finding, RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "endpoint-mismatch",
  severity: "warning",
  summary: "An endpoint that names a host of the workspace which does not serve it there.",
};

export const endpointMismatch: FleetRule = {
  meta,
  check: (fleet) => fleet.hosts.flatMap((host) => written(host).flatMap((one) => checkEndpoint(fleet, host, one))),
};

/** An address that is written once, and may be used by several services. */
interface WrittenEndpoint extends EndpointFact {
  readonly options: readonly string[];
}

function written({ services }: HostFacts): readonly WrittenEndpoint[] {
  const found = new Map<string, WrittenEndpoint>();
  for (const [service, { endpoints }] of services) {
    for (const endpoint of endpoints) {
      const { provider, address, place } = endpoint;
      const key = JSON.stringify([provider, address, place]);
      const option = formatPath(["services", service, "settings", "endpoints", provider]);
      found.set(key, { ...endpoint, options: [...(found.get(key)?.options ?? []), option] });
    }
  }
  return [...found.values()];
}

function checkEndpoint(fleet: Fleet, from: HostFacts, endpoint: WrittenEndpoint): FleetFinding[] {
  const target = fleet.resolve(endpoint.address, from);
  // What cannot be read may enable the service there, or give it another port.
  if (target === null || target.host.isOpen) return [];
  const { provider, address, place, options } = endpoint;
  const facts = target.host.services.get(provider);
  const wrong = whatIsWrong(target, from, provider, facts);
  if (wrong === null) return [];
  const names = options.length === 1 ? "names" : "name";
  const finding: Finding = {
    code: meta.code,
    ...place,
    message: `${options.join(" and ")} ${names} ${address}, but ${wrong}.`,
    related: related(target.host, provider, facts),
    data: addressData(address, rightAddress(fleet, from, endpoint, target.port)),
  };
  return [{ host: from.label, finding }];
}

function related({ label }: HostFacts, provider: string, facts: ServiceFacts | undefined): Finding["related"] & object {
  if (facts?.isEnabled === true) return [{ ...facts.portPlace, message: `${provider} on ${label}.` }];
  if (facts?.switch.isWritten !== true) return [];
  return [{ ...facts.switch.place, message: `${provider} is switched off here.` }];
}

/** The port that it has there, else the one host that has it; `null` where neither can be told. */
function rightAddress(fleet: Fleet, from: HostFacts, { address, provider }: EndpointFact, port: number): string | null {
  const facts = fleet.resolve(address, from)?.host.services.get(provider);
  if (facts?.isEnabled !== true) return elsewhere(fleet, from, provider);
  return facts.port === null || facts.port === port ? null : withPort(address, facts.port);
}

/** `null`: nothing that is certain. */
function whatIsWrong(
  { host, port }: { readonly host: HostFacts; readonly port: number },
  from: HostFacts,
  provider: string,
  facts: ServiceFacts | undefined,
): string | null {
  const where = host === from ? "this host" : host.label;
  if (facts === undefined || facts.isEnabled === false) return `${provider} is not enabled on ${where}`;
  if (facts.isEnabled === null || facts.port === null) return null;
  if (facts.port !== port) return `${provider} listens on port ${facts.port} of ${where}`;
  const isLocal = facts.address !== null && isLoopback(plainName(facts.address));
  return isLocal && host !== from ? `${provider} on ${where} listens on ${facts.address} only` : null;
}

/** The address of the one host of the same flake that runs it, where there is one. */
function elsewhere(fleet: Fleet, from: HostFacts, provider: string): string | null {
  const serving = fleet.hosts.filter(({ root, services }) => {
    const facts = services.get(provider);
    const isReachable = facts?.address == null || !isLoopback(plainName(facts.address));
    return root === from.root && facts?.isEnabled === true && facts.port !== null && isReachable;
  });
  const [only, ...others] = serving;
  const name = only?.deploy.hostName ?? null;
  if (only === undefined || others.length > 0 || name === null || only === from) return null;
  return `${name}:${only.services.get(provider)?.port}`;
}
