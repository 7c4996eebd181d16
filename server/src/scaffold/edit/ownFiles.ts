/** The files that one host has for itself, by its name, and what they become for another host. */

import { parentUri, type Uri } from "../../base/uri.ts";
import type { HostView } from "../../modules/api.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { CatalogueService } from "./catalogue.ts";
import { bindingOfPath, bodyOf } from "./draft.ts";
import { renamedWord } from "./namedEntries.ts";

/** `hosts/node1.nix` → `hosts/node4.nix`, for every file of the host that no other host has and that bears its name. */
export function ownFiles(host: HostView, others: readonly HostView[], name: string): ReadonlyMap<Uri, Uri> {
  const folder = parentUri(host.root);
  const shared = new Set(others.flatMap(({ files }) => files));
  const own = new Map<Uri, Uri>();
  for (const uri of host.files) {
    if (shared.has(uri) || uri === host.root || !uri.startsWith(`${folder}/`)) continue;
    const path = uri.slice(folder.length);
    const renamed = renamedWord(path, host.name, name);
    if (renamed !== path) own.set(uri, folder + renamed);
  }
  return own;
}

/** The file that says what the host is called or runs. */
export function mainFile(host: HostView, own: Iterable<Uri>, catalogue: readonly CatalogueService[]): Uri | null {
  const files = new Set(own);
  const paths = [
    "networking\0hostName",
    ...catalogue.map(({ name }) => `services\0${name}\0enable`),
    "system\0stateVersion",
  ];
  for (const path of paths) {
    const place = host.values.get(path)?.origins.find((origin) => origin.place !== null && files.has(origin.place.uri));
    if (place?.place) return place.place.uri;
  }
  return null;
}

/** Whether an option is defined in a file. */
export function isDefinedIn(host: HostView, path: string, uri: Uri): boolean {
  return host.values.get(path)?.origins.some(({ place }) => place?.uri === uri) ?? false;
}

/** An element of `imports` as it is written; `path`: its text when it is a plain path. */
export interface ImportText {
  readonly text: string;
  readonly path: string | null;
}

export function importsOf(file: ParsedFile): readonly ImportText[] {
  const list = bindingOfPath(bodyOf(file.root)?.bindings ?? [], ["imports"])?.value;
  if (list?.kind !== "list") return [];
  return list.items.map((item) => {
    const { start, end } = file.rangeOf(item);
    const text = file.text.slice(start, end);
    const isPlain = item.kind === "path" && item.parts.every(({ kind }) => kind === "text");
    return { text, path: isPlain ? text : null };
  });
}

/** What a copied file says of itself: what machines differ in is not in the text. */
export function copiedText(text: string, from: string, to: string): string {
  const renamed = renamedWord(text, from, to);
  if (renamed.includes("CHANGE")) return renamed;
  const newline = /\r\n|\n/.exec(text)?.[0] ?? "\n";
  return `# Copied from ${from}. CHANGE what is different on ${to}.${newline}${renamed}`;
}
