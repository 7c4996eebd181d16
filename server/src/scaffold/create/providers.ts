/** Decides who carries which service, and how a host reaches what it needs: here, or at an endpoint. */
import type { EvenCluster } from "../../protocol/scaffoldProtocol.ts";
import type { CatalogueService } from "../edit/catalogue.ts";

/** A host as far as needs go. */
export interface Carrier {
  readonly name: string;
  readonly services: readonly string[];
  /** Where the API of a service listens, when that is not its default port. */
  readonly ports?: ReadonlyMap<string, number>;
}

/** An endpoint option to be set on a host: `services.SERVICE.settings.endpoints.NEED`. */
export interface ProviderEndpoint {
  readonly service: string;
  readonly need: string;
  /** `HOST:PORT`, in the order to try; the host itself first. */
  readonly addresses: readonly string[];
}

/**
 * The endpoints of a host: none where the need runs here alone. Of a need that several hosts carry, all are named, the
 * host's own first; a member of a cluster that has its need beside it uses that one.
 */
export function endpointsOf(
  host: Carrier,
  carriers: readonly Carrier[],
  catalogue: readonly CatalogueService[],
): readonly ProviderEndpoint[] {
  return catalogue
    .filter(({ name }) => host.services.includes(name))
    .flatMap(({ name: service, needs, cluster }) =>
      needs.flatMap((need) => {
        const isHere = host.services.includes(need);
        const others = carriers.filter(({ name, services }) => name !== host.name && services.includes(need));
        if (others.length === 0 || (isHere && cluster)) return [];
        const usual = catalogue.find(({ name }) => name === need)?.ports[0]?.default ?? 0;
        const inOrder = [...(isHere ? [host] : []), ...others];
        return [{ service, need, addresses: inOrder.map(({ name, ports }) => `${name}:${ports?.get(need) ?? usual}`) }];
      }),
    );
}

/**
 * The hosts with every need carried by someone: what nobody carries is added to the first host that needs it.
 * Single hosts carry everything themselves.
 */
export function withProviders<H extends Carrier>(
  hosts: readonly H[],
  catalogue: readonly CatalogueService[],
): readonly H[] {
  let done = hosts;
  for (const { name: need } of [...catalogue].reverse()) {
    if (done.some(({ services }) => services.includes(need))) continue;
    const dependents = catalogue.filter(({ needs }) => needs.includes(need)).map(({ name }) => name);
    const first = done.find(({ services }) => services.some((service) => dependents.includes(service)));
    done = done.map((host) => (host === first ? { ...host, services: [...host.services, need] } : host));
  }
  return done.map((host) => ({ ...host, services: inOrder(host.services, catalogue) }));
}

export function evenClusters(
  hosts: readonly Carrier[],
  catalogue: readonly CatalogueService[],
): readonly EvenCluster[] {
  return catalogue
    .filter(({ cluster }) => cluster)
    .map(({ name: service }) => ({
      service,
      members: hosts.filter(({ services }) => services.includes(service)).map(({ name }) => name),
    }))
    .filter(({ members }) => members.length > 0 && members.length % 2 === 0);
}

function inOrder(services: readonly string[], catalogue: readonly CatalogueService[]): readonly string[] {
  return catalogue.filter(({ name }) => services.includes(name)).map(({ name }) => name);
}
