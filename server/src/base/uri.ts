/**
 * URIs: the one form in which every layer names a file.
 * Invariant: a `Uri` string has been through `normalizeUri`, so equal files have equal strings;
 * only the node host makes paths of them.
 */
import { URI, Utils } from "vscode-uri";

export type Uri = string;

/** Decodes and encodes once, so that `file:///C%3A/x` and `file:///c:/x` become the same string. */
export function normalizeUri(text: string): Uri {
  return URI.parse(text).toString();
}

/** The file that `relative` (with `/`, may hold `..`) names as seen from the folder `folder`. */
export function joinUri(folder: Uri, relative: string): Uri {
  return Utils.joinPath(URI.parse(folder), relative).toString();
}

/** The same place system with another absolute path: `/etc/x` on the disk or server that `sibling` is on. */
export function withPath(sibling: Uri, absolutePath: string): Uri {
  return Utils.resolvePath(URI.parse(sibling), absolutePath).toString();
}

export function parentUri(uri: Uri): Uri {
  return Utils.dirname(URI.parse(uri)).toString();
}

export function baseName(uri: Uri): string {
  return Utils.basename(URI.parse(uri));
}

/** The decoded, absolute path with `/` on every system: what Nix shows and what users read. */
export function uriPath(uri: Uri): string {
  return URI.parse(uri).path;
}

export function isInside(uri: Uri, folder: Uri): boolean {
  return uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
