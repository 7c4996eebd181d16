/** A configuration of the three-node example's shape, with any number of hosts. */

import type { ConfigurationPlan, PlannedHost } from "../../protocol/scaffoldProtocol.ts";
import { formatName, quoteString } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { CatalogueService } from "../edit/catalogue.ts";
import { bodyOf, TextDraft } from "../edit/draft.ts";
import { expectBinding, type Templates } from "../edit/templates.ts";
import { clusterFile, clusterGroups } from "./clusterFiles.ts";
import { hostFile } from "./hostFile.ts";
import { networkFile, replaceBindings } from "./network.ts";
import { inWords, type NewFile } from "./newFiles.ts";
import { endpointsOf } from "./providers.ts";

const example = "three-node";

export function severalHosts(
  templates: Templates,
  catalogue: readonly CatalogueService[],
  plan: ConfigurationPlan,
): readonly NewFile[] {
  const { hosts } = plan;
  const groups = clusterGroups(hosts, catalogue);
  const same = (path: string): NewFile => ({ path, text: templates.text(example, path) });
  const stores = hosts.filter(hasStorage);
  return [
    { path: "flake.nix", text: flakeFile(templates.file(example, "flake.nix"), plan) },
    same("base.nix"),
    { path: "network.nix", text: networkFile(templates.file(example, "network.nix"), plan) },
    same("hardware/disks.nix"),
    ...(stores.length > 0 ? [same("hardware/storage.nix")] : []),
    ...hosts.map(({ name }) => ({ path: `hardware/${name}.nix`, text: templates.text(example, "hardware/node1.nix") })),
    ...groups.map((group) => clusterFile(templates, group, hosts.length)),
    ...hosts.map((host) => {
      const own = groups.filter(({ members }) => members.includes(host.name));
      const memberships = new Map(
        own.flatMap(({ services, members }) => services.map((service) => [service, members.indexOf(host.name) + 1])),
      );
      const text = hostFile(templates, catalogue, {
        name: host.name,
        imports: own.map(({ file }) => `./${file}.nix`),
        services: host.services,
        memberships,
        endpoints: endpointsOf(host, hosts, catalogue),
        stateVersion: plan.stateVersion,
        storage: true,
      });
      return { path: `hosts/${host.name}.nix`, text };
    }),
  ];
}

/** Names in `hosts/` and `hardware/` that are no host's. */
export const sharedFileNames = ["cluster", "chainfire", "flaredb", "disks", "storage"];

function hasStorage({ services }: PlannedHost): boolean {
  return services.includes("lightningstor");
}

function flakeFile(template: ParsedFile, plan: ConfigurationPlan): string {
  const { hosts } = plan;
  const draft = new TextDraft(template);
  const bindings = bodyOf(expectBinding(template, "outputs").value)?.bindings ?? [];
  const systems = bodyOf(bindings[0]?.kind === "binding" ? bindings[0].value : null)?.bindings ?? [];
  const forms = systems.map((binding) =>
    template.text.slice(template.rangeOf(binding).start, template.rangeOf(binding).end),
  );
  const plain = forms.find((form) => !form.includes("storage")) ?? "";
  const storing = forms.find((form) => form.includes("storage")) ?? plain;
  replaceBindings(draft, systems, hosts, (host) => {
    const form = hasStorage(host) ? storing : plain;
    const call = form.slice(form.indexOf("=")).replace(/"\w+"/, () => quoteString(host.name));
    return `${formatName(host.name)} ${call}`;
  });
  const count = hosts.length === 1 ? "one host" : hosts.length === 3 ? "three hosts" : `${hosts.length} hosts`;
  const description = expectBinding(template, "description");
  if (description.value !== null) draft.replaceNode(description.value, quoteString(`PlasmaCloud on ${count}`));
  draft.replace({ start: 0, end: template.rangeOf(template.root ?? description).start }, head(template, plan, count));
  return draft.text();
}

/** The comment at the top: who carries what, and what is to be changed. */
function head(template: ParsedFile, { hosts }: ConfigurationPlan, count: string): string {
  const text = template.text.slice(0, template.text.indexOf("{\n  description"));
  const todo = text.slice(text.indexOf("# Before installing"));
  const width = Math.max(...hosts.map(({ name }) => name.length));
  const table = hosts.map(({ name, services }) => `#   ${name.padEnd(width)}  ${services.join("  ")}`.trimEnd());
  const stores = hosts.filter(hasStorage).map(({ name }) => name);
  const marks = todo
    .split("\n")
    .filter((line) => stores.length > 0 || !line.includes("hardware/storage.nix"))
    .map((line) => line.replace("hardware/nodeN.nix ", "hardware/HOST.nix  ").replace(/node3$/, () => inWords(stores)));
  return `# PlasmaCloud on ${count}:\n#\n${table.join("\n")}\n#\n${marks.join("\n")}`;
}
