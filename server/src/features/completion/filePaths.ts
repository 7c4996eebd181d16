/** Offers files and folders in path literals and in `imports`. */
import type { FolderEntry } from "../../base/snapshot.ts";
import { baseName, joinUri, parentUri, withPath } from "../../base/uri.ts";
import type { WantedPath } from "../../syntax/cursor/cursor.ts";
import { optionPlace } from "../resolve/optionPlace.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import type { CompletionRequest } from "./request.ts";

/** What can follow the last `/` of a path literal. */
export function offerPath(request: CompletionRequest, wanted: WantedPath): readonly CompletionItem[] {
  const { context, cursor } = request;
  const folder = folderUri(context.file.uri, wanted.folder);
  if (folder === null) return [];
  const modulesOnly = optionPlace(wanted.path, cursor.file, context.options)?.kind === "imports" || isImported(wanted);
  return entries(request, folder, modulesOnly).map(({ name, isFolder }) =>
    makeItem(name, isFolder ? "folder" : "file", isFolder ? 1 : 0),
  );
}

/** `./x.nix` for each module beside this file: what `imports = [ | ]` may go on with. */
export function offerSiblings(request: CompletionRequest): readonly CompletionItem[] {
  const folder = parentUri(request.context.file.uri);
  return entries(request, folder, true).map(({ name, isFolder }) =>
    makeItem(`./${name}`, isFolder ? "folder" : "file", isFolder ? 1 : 0, { filter: name }),
  );
}

function isImported({ path }: WantedPath): boolean {
  const called = path.root.kind === "argument" ? path.root.function : null;
  return called?.kind === "variable" && called.name === "import";
}

function folderUri(file: string, written: string): string | null {
  if (written.startsWith("/")) return withPath(file, written);
  return written.startsWith(".") ? joinUri(parentUri(file), written) : null;
}

function entries(
  { context }: CompletionRequest,
  folder: string,
  modulesOnly: boolean,
): readonly { readonly name: string; readonly isFolder: boolean }[] {
  const listed = context.folder(folder.replace(/\/$/, "")) ?? context.folder(folder) ?? [];
  const own = parentUri(context.file.uri) === folder.replace(/\/$/, "") ? baseName(context.file.uri) : null;
  return listed
    .filter(({ name }) => name !== own && canStandInPath(name))
    .map((entry) => ({ name: entry.name, isFolder: isFolder(entry) }))
    .filter(({ name, isFolder }) => !modulesOnly || isFolder || name.endsWith(".nix"));
}

function isFolder({ name, type }: FolderEntry): boolean {
  return type === "directory" || (type === "symlink" && !name.includes("."));
}

/** Nix's path literals take no spaces or other signs; hidden files are left out. */
function canStandInPath(name: string): boolean {
  return /^[A-Za-z0-9_+-][A-Za-z0-9._+-]*$/.test(name);
}
