/** A host's own module, made from the host files of the three-node example: names, needs, services. */
import { quoteString } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { CatalogueService } from "../edit/catalogue.ts";
import { bindingOfPath, bodyOf, letOf, TextDraft, textWithComments } from "../edit/draft.ts";
import { bindingIn, expectBinding, type Templates } from "../edit/templates.ts";
import { inWords } from "./newFiles.ts";
import type { ProviderEndpoint } from "./providers.ts";

const example = "three-node";

export interface HostFile {
  readonly name: string;
  /** Elements of `imports`, as Nix text. */
  readonly imports: readonly string[];
  /** In the catalogue's order. */
  readonly services: readonly string[];
  /** The clusters that an imported module makes this host a member of: service to node id. */
  readonly memberships: ReadonlyMap<string, number>;
  readonly endpoints: readonly ProviderEndpoint[];
  readonly stateVersion: string;
  /** Whether a file system is mounted for lightningstor's data. */
  readonly storage: boolean;
}

export function hostFile(templates: Templates, catalogue: readonly CatalogueService[], host: HostFile): string {
  const skeleton = templates.file(example, "hosts/node3.nix");
  const draft = new TextDraft(skeleton);
  draft.replace({ start: 0, end: headEnd(skeleton) }, `# ${summary(host)}\n`);
  setLets(draft, host);
  const imports = expectBinding(skeleton, "imports");
  if (host.imports.length === 0) draft.remove(imports);
  else if (imports.value !== null) draft.replaceNode(imports.value, listText(host.imports, "  "));
  setValue(draft, ["networking", "hostName"], quoteString(host.name));
  setValue(draft, ["system", "stateVersion"], quoteString(host.stateVersion));
  if (!host.services.includes("fiberlb")) {
    draft.remove(expectBinding(skeleton, "networking", "firewall", "allowedTCPPorts"));
  }
  const services = serviceBlocks(templates, catalogue, host);
  if (services === "") draft.remove(expectBinding(skeleton, "services"));
  else setValue(draft, ["services"], `{\n${services}\n  }`);
  return draft.text();
}

function headEnd(file: ParsedFile): number {
  return file.root === null ? 0 : file.rangeOf(file.root).start;
}

function summary({ name, services }: HostFile): string {
  return services.length === 0 ? `${name}: no service of PlasmaCloud yet.` : `${name}: ${inWords(services)}.`;
}

function setValue(draft: TextDraft, path: readonly string[], text: string): void {
  const { value } = expectBinding(draft.file, ...path);
  if (value !== null) draft.replaceNode(value, text);
}

/** A list on one line, or one line each when it gets long, as nixfmt has it. */
function listText(items: readonly string[], indent: string): string {
  const line = `[ ${items.join(" ")} ]`;
  return items.length < 2 ? line : `[\n${items.map((item) => `${indent}  ${item}\n`).join("")}${indent}]`;
}

/** The endpoints that blocks inherit stand in `let`, one for each need; without any there is no `let`. */
function setLets(draft: TextDraft, host: HostFile): void {
  const { file } = draft;
  const outer = letOf(file.root);
  if (outer?.body == null) throw new Error("the example's host file has no let");
  const shared = needsOf(inherited(host));
  if (shared.length === 0) {
    draft.replace({ start: file.rangeOf(outer).start, end: file.rangeOf(outer.body).start }, "");
    return;
  }
  const known = bindingOfPath(outer.bindings, ["flaredb"]);
  const remark = known === null ? "" : textWithComments(file, known).replace(/\n[^#]*$/, "\n");
  const lines = shared.map(({ need, addresses }) => {
    const local = addresses[0]?.startsWith(`${host.name}:`) ?? false;
    return `${local && addresses.length > 1 ? `  ${remark}` : ""}  ${need} = ${endpointText(addresses, "  ")};\n`;
  });
  const [first, last] = [outer.bindings[0], outer.bindings.at(-1)];
  if (first === undefined || last === undefined) return;
  const start = file.text.indexOf("\n", file.rangeOf(outer).start) + 1;
  draft.replace({ start, end: file.text.indexOf("\n", file.rangeOf(last).end) + 1 }, lines.join(""));
}

/** An endpoint's value: text, or a list in the order to try. */
export function endpointText(addresses: readonly string[], indent: string): string {
  const quoted = addresses.map(quoteString);
  return quoted.length === 1 ? (quoted[0] ?? "") : listText(quoted, indent);
}

/** Endpoints of services that have a block of their own. Those of members are set beside their node id. */
function inherited({ endpoints, memberships }: HostFile): readonly ProviderEndpoint[] {
  return endpoints.filter(({ service }) => !memberships.has(service));
}

function needsOf(endpoints: readonly ProviderEndpoint[]): readonly ProviderEndpoint[] {
  return [...new Map(endpoints.map((endpoint) => [endpoint.need, endpoint])).values()];
}

function serviceBlocks(templates: Templates, catalogue: readonly CatalogueService[], host: HostFile): string {
  const members = [...host.memberships].flatMap(([service, id]) => [
    `    ${service}.settings.cluster.nodeId = ${id};`,
    ...host.endpoints
      .filter((endpoint) => endpoint.service === service)
      .map(({ need, addresses }) => `    ${service}.settings.endpoints.${need} = ${endpointText(addresses, "    ")};`),
  ]);
  const blocks = catalogue
    .filter(({ name }) => host.services.includes(name) && !host.memberships.has(name))
    .map(({ name }) => {
      const needs = inherited(host)
        .filter(({ service }) => service === name)
        .map(({ need }) => need);
      return `    ${serviceBlock(templates, name, needs, host.storage)}`;
    });
  return [...(members.length === 0 ? [] : [members.join("\n")]), ...blocks].join("\n\n");
}

/** The binding of a service as the example has it, with the endpoints that are needed here. */
function serviceBlock(templates: Templates, service: string, needs: readonly string[], storage: boolean): string {
  const found = templates
    .paths(example)
    .filter((path) => path.startsWith("hosts/"))
    .map((path) => templates.file(example, path))
    .find((file) => bindingIn(file, ["services", service, "enable"]) !== null);
  if (found === undefined) throw new Error(`the example has no service ${service}`);
  const draft = new TextDraft(found);
  const block = expectBinding(found, "services", service);
  const inside = bodyOf(block.value)?.bindings ?? [];
  const endpoints = bindingOfPath(inside, ["settings", "endpoints"]);
  const peers = bindingOfPath(inside, ["settings", "cluster", "peers"]);
  const dataDir = bindingOfPath(inside, ["dataDir"]);
  if (peers !== null) draft.remove(peers);
  if (dataDir !== null && !storage) draft.remove(dataDir);
  if (endpoints !== null && needs.length === 0) draft.remove(endpoints);
  else if (endpoints?.value != null) {
    const { start, end } = found.rangeOf(endpoints.value);
    const written = found.text.slice(start, end).match(/\w+/g) ?? [];
    const ordered = written.filter((name) => needs.includes(name));
    draft.replace({ start, end }, `{ inherit ${[...new Set([...ordered, ...needs])].join(" ")}; }`);
  } else if (needs.length > 0) {
    const last = inside.at(-1);
    const text = `\n      settings.endpoints = { inherit ${needs.join(" ")}; };`;
    if (last !== undefined) draft.insert(found.rangeOf(last).end, text);
  }
  return textWithComments(...cut(templates, draft, service));
}

function cut(templates: Templates, draft: TextDraft, service: string): [ParsedFile, ReturnType<typeof expectBinding>] {
  const file = templates.parse("host.nix", draft.text());
  return [file, expectBinding(file, "services", service)];
}
