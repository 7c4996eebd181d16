/** Reports an endpoint that names a host of the workspace which does not serve it there. */
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { Fleet, FleetFinding, FleetRule } from "../support/fleetRule.ts";
import type { EndpointFact, HostFacts, RunningService, ServiceFacts } from "../support/hostFacts.ts";
import { isLoopback, plainName } from "../support/hostNames.ts";
import { addressData, rightAddressFixes, withPort } from "../support/rightAddress.ts";
import type { Finding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "endpoint-mismatch",
  severity: "warning",
  summary: "An endpoint that names a host of the workspace which does not serve it there.",
  documentation: `
An endpoint names a host of the workspace that does not serve it there: the service is not enabled on that host, listens on
another port, or on its loopback address only. A host goes by its attribute name, \`networking.hostName\` (also with its
domain), a static address, what \`networking.hosts\` calls it, and its deploy target; \`localhost\` is the host itself. Silent
where an address is no host of the workspace, or could be several; and about hosts with imports that cannot be
read.

\`\`\`nix
services.iam.settings.endpoints.flaredb = "node2:2480";
#                                         ^^^^^^^^^^^^ flaredb listens on port 2479 of node2
\`\`\`

**Fix:** the right port; the one host of the flake that runs the service.
`,
};

export const endpointMismatch: FleetRule = {
  meta,
  fixes: rightAddressFixes,
  check: (fleet) => fleet.hosts.flatMap((host) => written(host).flatMap((one) => checkEndpoint(fleet, host, one))),
};

/** An address that is written once, and may be used by several services. */
interface WrittenEndpoint extends EndpointFact {
  readonly options: readonly string[];
}

function written({ services }: HostFacts): readonly WrittenEndpoint[] {
  const found = new Map<string, WrittenEndpoint>();
  for (const [service, { running }] of services) {
    for (const endpoint of running?.endpoints ?? []) {
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
  if (facts?.running != null) return [{ ...facts.running.portPlace, message: `${provider} on ${label}.` }];
  if (facts?.switch.isWritten !== true) return [];
  return [{ ...facts.switch.place, message: `${provider} is switched off here.` }];
}

/** The port that it has there, else the one host that has it; `null` where neither can be told. */
function rightAddress(fleet: Fleet, from: HostFacts, { address, provider }: EndpointFact, port: number): string | null {
  const facts = fleet.resolve(address, from)?.host.services.get(provider);
  if (facts?.running == null) return elsewhere(fleet, from, provider);
  const { port: right } = facts.running;
  return right === null || right === port ? null : withPort(address, right);
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
  if (facts.running?.port == null) return null;
  if (facts.running.port !== port) return `${provider} listens on port ${facts.running.port} of ${where}`;
  return host !== from && isLocal(facts.running)
    ? `${provider} on ${where} listens on ${facts.running.address} only`
    : null;
}

/** The address of the one host of the same flake that runs it, where there is one. */
function elsewhere(fleet: Fleet, from: HostFacts, provider: string): string | null {
  const serving = fleet.hosts.flatMap((host) => {
    const running = host.root === from.root ? (host.services.get(provider)?.running ?? null) : null;
    return running?.port == null || isLocal(running) ? [] : [{ host, port: running.port }];
  });
  const [only, ...others] = serving;
  const name = only?.host.deploy.hostName ?? null;
  if (only === undefined || others.length > 0 || name === null || only.host === from) return null;
  return `${name}:${only.port}`;
}

/** Whether it listens for its own host only. */
function isLocal({ address }: RunningService): boolean {
  return address !== null && isLoopback(plainName(address));
}
