/** A new host's own module: the services that were chosen, and what another host's module imports. */

import { joinUri, parentUri, type Uri } from "../base/uri.ts";
import type { HostView } from "../modules/api.ts";
import type { AddHostParams } from "../protocol/scaffoldProtocol.ts";
import { insertBeside } from "../rules/edit/insertBeside.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { hostFile } from "./create/hostFile.ts";
import { endpointsOf } from "./create/providers.ts";
import { renamedWord } from "./edit/namedEntries.ts";
import { importsOf } from "./edit/ownFiles.ts";
import { expectBinding } from "./edit/templates.ts";
import type { JoinedClusters } from "./joinedClusters.ts";
import { fileUnder, isEnabledOn, type ScaffoldWorld } from "./rehearsal.ts";

/** The new host's own module, with what the other one's imports. `brought`: services that shared files are known to enable. */
export async function newHostModule(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  request: AddHostParams,
  { memberships, peers, modules }: JoinedClusters,
  main: Uri,
  brought: readonly string[],
): Promise<string> {
  const file = await fileUnder(world, new Map(), main);
  const inModules = (uri: Uri): readonly string[] => modules.get(uri) ?? modules.get(joinUri(uri, "default.nix")) ?? [];
  const services = new Set(request.services);
  const kept: string[] = [];
  const provided = new Set(brought);
  let computed = false;
  for (const { text, path } of file === null ? [] : importsOf(file)) {
    const enabled = path === null ? [] : inModules(joinUri(parentUri(main), path));
    if (enabled.length > 0 && !enabled.some((name) => services.has(name))) continue;
    for (const name of enabled) {
      services.add(name);
      provided.add(name);
    }
    if (path === null) computed = true;
    kept.push(path === null ? text : renamedWord(text, like.name, request.name));
  }
  const all = world.catalogue.map(({ name }) => name).filter((name) => services.has(name));
  const nameOf = (host: HostView): string => host.deploy.hostName ?? host.name;
  const carriers = siblings.map((host) => ({
    name: nameOf(host),
    services: world.catalogue.filter(({ name }) => isEnabledOn(host, name)).map(({ name }) => name),
    ports: new Map(host.deploy.services.flatMap(({ name, port }) => (port === null ? [] : [[name, port] as const]))),
  }));
  const text = hostFile(world.templates, world.catalogue, {
    name: request.name,
    imports: kept,
    services: all,
    memberships: new Map([...memberships].filter(([name]) => provided.has(name))),
    endpoints: endpointsOf({ name: request.name, services: all }, carriers, world.catalogue),
    stateVersion: unquoted(like.values.get("system\0stateVersion")?.value ?? "") || "25.05",
    storage: false,
  });
  const alone = [...memberships].filter(([name]) => !provided.has(name) && peers.has(name));
  const whole = alone.reduce(
    (done, [name, id]) => withMembership(world, done, name, id, peers.get(name) ?? "[ ]"),
    text,
  );
  const headed = computed && file !== null ? whole.replace("\n", () => `\n${argumentsOf(file)}`) : whole;
  const newline = file?.text.includes("\r\n") ? "\r\n" : "\n";
  return headed.replaceAll("\n", newline);
}

/** `{ inputs, ... }:` and a line break, as the other module begins: what its imports are computed from. */
function argumentsOf(file: ParsedFile): string {
  if (file.root?.kind !== "lambda" || file.root.body === null) return "";
  const head = file.text.slice(file.rangeOf(file.root).start, file.rangeOf(file.root.body).start);
  return `${head.replaceAll("\r\n", "\n").trim()}\n`;
}

/** The membership set beside the service's `enable`. */
function withMembership(
  { templates }: ScaffoldWorld,
  text: string,
  service: string,
  id: number,
  peers: string,
): string {
  const file = templates.parse("host.nix", text);
  const path = ["services", service, "enable"];
  const edit = insertBeside(file, file.rangeOf(expectBinding(file, ...path)), path, [
    { path: ["services", service, "settings", "cluster", "nodeId"], value: String(id) },
    { path: ["services", service, "settings", "cluster", "peers"], value: peers },
  ]);
  if (edit === null) return text;
  return text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
}

function unquoted(text: string): string {
  return /^"([^"\\]*)"$/.exec(text)?.[1] ?? "";
}
