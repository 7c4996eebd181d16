/** The modules that make hosts members of clusters: one for all clusters of the same members. */
import type { CatalogueService } from "../edit/catalogue.ts";
import { bindingOfPath, letOf, TextDraft } from "../edit/draft.ts";
import { expectBinding, type Templates } from "../edit/templates.ts";
import { inWords, type NewFile } from "./newFiles.ts";
import type { Carrier } from "./providers.ts";

/** Clusters that have the same members, and the module that all of these import. */
export interface ClusterGroup {
  readonly services: readonly string[];
  /** In the order of their node ids, from 1. */
  readonly members: readonly string[];
  /** Its name in `hosts/`, without `.nix`. */
  readonly file: string;
}

export function clusterGroups(
  hosts: readonly Carrier[],
  catalogue: readonly CatalogueService[],
): readonly ClusterGroup[] {
  const groups = new Map<string, { services: string[]; members: string[] }>();
  for (const { name, cluster } of catalogue) {
    const members = hosts.filter(({ services }) => services.includes(name)).map((host) => host.name);
    if (!cluster || members.length === 0) continue;
    const key = members.join(" ");
    const group = groups.get(key) ?? { services: [], members };
    group.services.push(name);
    groups.set(key, group);
  }
  const found = [...groups.values()];
  return found.map((group) => ({ ...group, file: found.length === 1 ? "cluster" : (group.services[0] ?? "cluster") }));
}

export function clusterFile(templates: Templates, { services, members, file }: ClusterGroup, hosts: number): NewFile {
  const template = templates.file("three-node", "hosts/cluster.nix");
  const draft = new TextDraft(template);
  for (const service of ["chainfire", "flaredb"]) {
    if (!services.includes(service)) draft.remove(expectBinding(template, "services", service));
  }
  const membersAt = bindingOfPath(letOf(template.root)?.bindings ?? [], ["membersAt"])?.value;
  const list = membersAt?.kind === "lambda" ? membersAt.body : null;
  const [first, last] = list?.kind === "list" ? [list.items[0], list.items.at(-1)] : [];
  if (first === undefined || last === undefined) throw new Error("the example's clusters have no members");
  const range = template.rangeOf(first);
  const item = template.text.slice(range.start, range.end);
  const texts = members.map((name, index) =>
    item.replace(/id = \d+;/, `id = ${index + 1};`).replace(/"\w+:/, () => `"${name}:`),
  );
  draft.replace({ start: range.start, end: template.rangeOf(last).end }, texts.join("\n    "));
  const everyone = services.length > 1 && members.length === hosts;
  const head = services.length > 1 ? "# The two clusters" : `# The cluster of ${inWords(services)}`;
  const text = draft.text();
  return {
    path: `hosts/${file}.nix`,
    text: everyone ? text : text.replace(/^# .*\n/, `${head}. A member imports this and adds its \`nodeId\`.\n`),
  };
}
