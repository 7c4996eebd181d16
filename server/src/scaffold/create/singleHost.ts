/** A configuration of one host, made from the examples `single-node` and `minimal`. */

import type { ConfigurationPlan } from "../../protocol/scaffoldProtocol.ts";
import { formatName, quoteString } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { CatalogueService } from "../edit/catalogue.ts";
import { bodyOf, TextDraft, textWithComments } from "../edit/draft.ts";
import { renamedWord } from "../edit/namedEntries.ts";
import { bindingIn, expectBinding, type Templates } from "../edit/templates.ts";
import { networkFile } from "./network.ts";
import { inWords, type NewFile } from "./newFiles.ts";

/** What another example is asked for, where this one has not got it. */
const donor = "single-node";
const storage = ["fileSystems", "/srv/lightningstor"];
const frontends = ["networking", "firewall", "allowedTCPPorts"];

export function singleHost(
  templates: Templates,
  catalogue: readonly CatalogueService[],
  plan: ConfigurationPlan,
): readonly NewFile[] {
  const { topology } = plan;
  const [host] = plan.hosts;
  const old = exampleHost(templates, topology);
  if (host === undefined) return [];
  const renamed = (text: string) => text.replace(new RegExp(`\\b${old}\\b`, "g"), () => host.name);
  const known = servicesOf(templates, catalogue, topology, old);
  const changed = known.join() !== host.services.join();
  const textOf = (path: string): string => {
    const file = templates.file(topology, path);
    if (path === "flake.nix") return flakeFile(file, renamed, host.name, changed ? host.services : null);
    if (path === "network.nix") return networkFile(file, plan);
    if (path === `hosts/${old}.nix`) return renamed(hostFile(templates, catalogue, file, plan, changed));
    if (path === `hardware/${old}-disks.nix`) return disksFile(templates, file, host.services);
    return renamed(file.text);
  };
  return templates.paths(topology).map((path) => ({ path: renamed(path), text: textOf(path) }));
}

/** The name of an example's one host. */
export function exampleHost(templates: Templates, example: string): string {
  const path = templates.paths(example).find((name) => name.startsWith("hosts/")) ?? "";
  return path.slice("hosts/".length, -".nix".length);
}

export function servicesOf(
  templates: Templates,
  catalogue: readonly CatalogueService[],
  example: string,
  host: string,
): readonly string[] {
  const file = templates.file(example, `hosts/${host}.nix`);
  return catalogue.filter(({ name }) => bindingIn(file, ["services", name, "enable"]) !== null).map(({ name }) => name);
}

function flakeFile(
  template: ParsedFile,
  renamed: (text: string) => string,
  name: string,
  services: readonly string[] | null,
): string {
  const draft = new TextDraft(template);
  if (services !== null) {
    const description = expectBinding(template, "description");
    if (description.value !== null) draft.replaceNode(description.value, quoteString("PlasmaCloud on one host"));
    draft.replace({ start: 0, end: template.text.indexOf("\n") }, `# One host with ${inWords(services)}.`);
  }
  const text = aligned(renamed(draft.text()));
  const quoted = formatName(name);
  return quoted === name ? text : text.replace(`nixosConfigurations.${name}`, () => `nixosConfigurations.${quoted}`);
}

/** The table of files to change, its columns apart again after names have changed. */
function aligned(text: string): string {
  const line = /^# {3}(\S+\.nix) +/gm;
  const width = Math.max(0, ...[...text.matchAll(line)].map((match) => match[1]?.length ?? 0));
  return text.replace(line, (_, path: string) => `#   ${path.padEnd(width)}  `);
}

function hostFile(
  templates: Templates,
  catalogue: readonly CatalogueService[],
  template: ParsedFile,
  plan: ConfigurationPlan,
  changed: boolean,
): string {
  const draft = new TextDraft(template);
  const chosen = plan.hosts[0]?.services ?? [];
  const source = templates.file(donor, `hosts/${exampleHost(templates, donor)}.nix`);
  const added: string[] = [];
  for (const { name } of catalogue) {
    const there = bindingIn(template, ["services", name]);
    if (there !== null && !chosen.includes(name)) draft.remove(there);
    if (there === null && chosen.includes(name))
      added.push(textWithComments(source, expectBinding(source, "services", name)));
  }
  const last = bodyOf(expectBinding(template, "services").value)?.bindings.at(-1);
  if (last !== undefined) draft.insert(template.rangeOf(last).end, added.map((text) => `\n\n    ${text}`).join(""));
  const ports = bindingIn(template, frontends);
  const version = expectBinding(template, "system", "stateVersion");
  if (ports !== null && !chosen.includes("fiberlb")) draft.remove(ports);
  if (ports === null && chosen.includes("fiberlb")) {
    const text = textWithComments(source, expectBinding(source, ...frontends));
    draft.insert(template.rangeOf(expectBinding(template, "services")).end, `\n\n  ${text}`);
  }
  if (version.value !== null) draft.replaceNode(version.value, quoteString(plan.stateVersion));
  if (changed)
    draft.replace({ start: 0, end: template.text.indexOf("\n") }, `# ${inWords(chosen)} on one host, so no endpoints.`);
  return draft.text();
}

/** The disk for lightningstor's data, where it runs. */
function disksFile(templates: Templates, template: ParsedFile, chosen: readonly string[]): string {
  const draft = new TextDraft(template);
  const there = bindingIn(template, storage);
  const wanted = chosen.includes("lightningstor");
  if (there !== null && !wanted) draft.remove(there);
  if (there === null && wanted) {
    const source = templates.file(donor, `hardware/${exampleHost(templates, donor)}-disks.nix`);
    const last = bodyOf(expectBinding(template, "fileSystems").value)?.bindings.at(-1);
    const text = textWithComments(source, expectBinding(source, ...storage));
    if (last !== undefined) draft.insert(template.rangeOf(last).end, `\n    ${text}`);
  }
  return draft.text();
}

/** What a flake needs for one more host, for a person to put in: where the form of a flake is not recognised. */
export function hostToAdd(templates: Templates, name: string): string {
  const example = "minimal";
  const flake = templates.file(example, "flake.nix");
  const outputs = bodyOf(expectBinding(flake, "outputs").value)?.bindings[0];
  const renamed = renamedWord(
    outputs === undefined ? "" : textWithComments(flake, outputs),
    exampleHost(templates, example),
    name,
  );
  const lines = renamed
    .replace(/\n {6}/g, "\n")
    .replace(/^nixosConfigurations\.\S+/, () => `nixosConfigurations.${formatName(name)}`);
  return `# One more host among the outputs of the flake, with the modules that the others have:\n{\n  ${lines.replaceAll("\n", "\n  ")}\n}\n`;
}
