/** PlasmaCloud's services as the bundled option set shows them; it is generated from `nix/services.nix`. */
import type { OptionNode } from "../../modules/api.ts";

export interface CatalogueService {
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** Services it cannot work without: the names below `settings.endpoints`. */
  readonly needs: readonly string[];
  /** Options below `services.NAME` that hold a port it listens on, the API's first. */
  readonly ports: readonly { readonly option: string; readonly default: number }[];
  /** A Raft group, with `settings.cluster`. */
  readonly cluster: boolean;
}

/** Every service, each after those it needs. */
export function serviceCatalogue(bundled: OptionNode): readonly CatalogueService[] {
  const services = [...(bundled.children.get("services")?.children ?? [])]
    .filter(([, node]) => node.children.has("enable"))
    .map(([name, node]) => readService(name, node));
  return byNeeds(services);
}

function readService(name: string, node: OptionNode): CatalogueService {
  const ports = [...node.children].flatMap(([option, { option: doc }]) => {
    const isPort = doc?.type.kind === "port" || /^(port|.*Port)$/.test(option);
    const port = Number(doc?.defaultText ?? "");
    return isPort && Number.isInteger(port) && port > 0 ? [{ option, default: port }] : [];
  });
  const settings = node.children.get("settings");
  return {
    name,
    description: oneLine(node.children.get("enable")?.option?.description ?? ""),
    needs: [...(settings?.children.get("endpoints")?.children.keys() ?? [])],
    ports: ports.sort((left, right) => Number(right.option === "port") - Number(left.option === "port")),
    cluster: settings?.children.get("cluster")?.children.has("peers") ?? false,
  };
}

/** `Whether to enable iam, the PlasmaCloud identity service.` → `PlasmaCloud identity service` */
function oneLine(description: string): string {
  const line = description.split("\n")[0] ?? "";
  return line.replace(/^Whether to enable [^,]*, (the )?/, "").replace(/\.$/, "");
}

function byNeeds(services: readonly CatalogueService[]): readonly CatalogueService[] {
  const sorted: CatalogueService[] = [];
  let rest = services;
  while (rest.length > 0) {
    const ready = rest.filter(({ needs }) => needs.every((need) => !rest.some(({ name }) => name === need)));
    // A circle of needs: as they come.
    const next = ready.length > 0 ? ready : rest;
    sorted.push(...next);
    rest = rest.filter((service) => !next.includes(service));
  }
  return sorted;
}

/** `chosen` and everything that it needs, in the catalogue's order. */
export function withNeeds(catalogue: readonly CatalogueService[], chosen: Iterable<string>): readonly string[] {
  const all = new Set(chosen);
  // Later services need earlier ones, so one way back is enough.
  for (const { name, needs } of [...catalogue].reverse()) if (all.has(name)) for (const need of needs) all.add(need);
  return catalogue.filter(({ name }) => all.has(name)).map(({ name }) => name);
}
