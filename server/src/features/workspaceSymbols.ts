/** What a workspace has that has a name: hosts, services, modules, options, and bindings of open files. */
import type { Place, PositionRange } from "../base/range.ts";
import { baseName, isInside, type Uri, uriPath } from "../base/uri.ts";
import type { HostView, OptionNode } from "../modules/api.ts";
import { formatPath } from "../syntax/tree/attrName.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { type DocumentSymbol, symbolsOfFile } from "./documentSymbols.ts";

export interface WorkspaceSymbol extends Place {
  readonly name: string;
  readonly kind: "host" | "service" | "module" | "option" | DocumentSymbol["kind"];
  /** What it is in: a file, a host. */
  readonly container: string | null;
}

export interface SymbolWorld {
  readonly hosts: readonly HostView[];
  readonly options: OptionNode;
  readonly files: readonly Uri[];
  readonly roots: readonly Uri[];
  readonly open: readonly ParsedFile[];
}

/** More than anybody reads; whoever wants another types more of it. */
const limit = 500;
const fileStart: PositionRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Those whose names hold the letters of the query in this order, hosts and services first. */
export function workspaceSymbols(world: SymbolWorld, query: string): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  const wanted = query.toLowerCase();
  for (const symbol of allSymbols(world)) {
    if (!holds(symbol.name.toLowerCase(), wanted)) continue;
    found.push(symbol);
    if (found.length === limit) break;
  }
  return found;
}

function* allSymbols({ hosts, options, files, roots, open }: SymbolWorld): Generator<WorkspaceSymbol> {
  const isOwn = ({ uri }: Place): boolean => roots.some((root) => isInside(uri, root));
  for (const host of hosts)
    yield { name: host.label, kind: "host", container: baseName(host.root), uri: host.root, range: fileStart };
  for (const host of hosts) {
    for (const { path, value, origins } of host.values.values()) {
      if (path.length !== 3 || path[0] !== "services" || path[2] !== "enable" || value !== "true") continue;
      const place = origins.find((origin) => origin.place !== null && isOwn(origin.place))?.place ?? null;
      if (place !== null)
        yield { name: formatPath(path.slice(0, 2)), kind: "service", container: host.label, ...place };
    }
  }
  for (const uri of files)
    yield { name: pathWithin(uri, roots), kind: "module", container: null, uri, range: fileStart };
  yield* declaredOptions(options, isOwn);
  for (const file of open) yield* bindings(file, symbolsOfFile(file), null);
}

/** Options that the workspace itself declares; those of large lists are nobody's own. */
function* declaredOptions(node: OptionNode, isOwn: (place: Place) => boolean): Generator<WorkspaceSymbol> {
  if (node.isList) return;
  const { option } = node;
  const place = option?.declarations.find(isOwn);
  if (option !== null && place !== undefined)
    yield { name: formatPath(option.path), kind: "option", container: baseName(place.uri), ...place };
  for (const child of node.children.values()) yield* declaredOptions(child, isOwn);
}

function* bindings(
  file: ParsedFile,
  symbols: readonly DocumentSymbol[],
  container: string | null,
): Generator<WorkspaceSymbol> {
  for (const { name, kind, selectionRange, children } of symbols) {
    yield {
      name,
      kind,
      container: container ?? baseName(file.uri),
      uri: file.uri,
      range: file.lines.rangeAt(selectionRange),
    };
    yield* bindings(file, children, name);
  }
}

function holds(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function pathWithin(uri: Uri, roots: readonly Uri[]): string {
  const root = roots.find((folder) => isInside(uri, folder));
  return root === undefined ? uriPath(uri) : uriPath(uri).slice(uriPath(root).replace(/\/$/, "").length + 1);
}
