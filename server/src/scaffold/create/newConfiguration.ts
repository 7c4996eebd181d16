/**
 * The files of a new configuration, made from `nix/examples`.
 * Invariant: whatever the plan, the result is clean: every need is met on the host or by an endpoint, every cluster has
 * one list of members, and nothing of the example's names, addresses or services is left.
 */

import type { ConfigurationPlan, PlannedHost, TopologyFacts } from "../../protocol/scaffoldProtocol.ts";
import type { CatalogueService } from "../edit/catalogue.ts";
import { withNeeds } from "../edit/catalogue.ts";
import { bindingOfPath, bodyOf, letOf } from "../edit/draft.ts";
import { expectBinding, type Templates } from "../edit/templates.ts";
import type { NewFile } from "./newFiles.ts";
import { withProviders } from "./providers.ts";
import { severalHosts, sharedFileNames } from "./severalHosts.ts";
import { exampleHost, servicesOf, singleHost } from "./singleHost.ts";

const several = "three-node";

export function newConfiguration(
  templates: Templates,
  catalogue: readonly CatalogueService[],
  plan: ConfigurationPlan,
): readonly NewFile[] {
  const whole = { ...plan, hosts: startedBy(plan, catalogue) };
  return plan.topology === several
    ? severalHosts(templates, catalogue, whole)
    : singleHost(templates, catalogue, whole);
}

/** The hosts of a plan with what they need: a single host carries all of it itself, several share. */
export function startedBy(
  { topology, hosts }: ConfigurationPlan,
  catalogue: readonly CatalogueService[],
): readonly PlannedHost[] {
  if (topology === several) return withProviders(hosts, catalogue);
  return hosts.map((host) => ({ ...host, services: withNeeds(catalogue, host.services) }));
}

export function topologies(templates: Templates, catalogue: readonly CatalogueService[]): readonly TopologyFacts[] {
  return ["single-node", several, "minimal"].map((name) => {
    const isSeveral = name === several;
    const network = templates.file(name, "network.nix");
    const addressing = expectBinding(network, "networking", "interfaces", "enp1s0", "ipv4", "addresses").value;
    const item = addressing?.kind === "list" ? bodyOf(addressing.items[0] ?? null) : null;
    const prefix = bindingOfPath(item?.bindings ?? [], ["prefixLength"])?.value;
    const names = isSeveral ? ["node1", "node2", "node3"] : [exampleHost(templates, name)];
    const shared = isSeveral ? catalogue.filter(({ cluster }) => cluster).map((service) => service.name) : [];
    const table = bodyOf(bindingOfPath(letOf(network.root)?.bindings ?? [], ["addresses"])?.value ?? null) ?? item;
    return {
      name,
      several: isSeveral,
      hosts: names.map((host) => ({
        name: host,
        address: text(bindingOfPath(table?.bindings ?? [], [isSeveral ? host : "address"])?.value ?? null),
        services: [...shared, ...servicesOf(templates, catalogue, name, host)],
      })),
      prefixLength: prefix?.kind === "integer" ? Number(prefix.value) : 24,
      gateway: text(expectBinding(network, "networking", "defaultGateway").value),
      reserved: isSeveral ? sharedFileNames : [],
    };
  });
}

/** The release that the examples state. */
export function exampleStateVersion(templates: Templates): string {
  return text(expectBinding(templates.file(several, "hosts/node1.nix"), "system", "stateVersion").value);
}

function text(value: ReturnType<typeof expectBinding>["value"]): string {
  const [part] = value?.kind === "string" ? value.parts : [];
  return part?.kind === "text" ? part.text : "";
}
