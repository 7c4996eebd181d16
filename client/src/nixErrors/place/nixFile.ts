/**
 * What the names mean by which Nix calls files: paths, the copies of flakes in the store, and lazy trees.
 * Invariant: a name that stands for no file (`«stdin»`, `/builtin/…`, `<unknown-file>`) never becomes one.
 */
import { posix } from "node:path";

export type NamedFile =
  /** A file of this machine, by its absolute path. */
  | { readonly kind: "local"; readonly path: string }
  /** A path that is seen from where Nix was run. */
  | { readonly kind: "relative"; readonly path: string }
  /**
   * A file of a flake, seen from its root. `copy`: where Nix reads it; `null`: it is a lazy tree's. A lazy tree may be
   * anybody's, so that only its text can tell whether it is ours.
   */
  | { readonly kind: "source"; readonly path: string; readonly copy: string | null };

const storeCopy = /^\/(?:[^/]+\/)+[0-9a-z]{32}-source\/(.+)$/;
const lazyTree = /^«(.+)»\/(.+)$/;
const localTree = /^(?:path|git\+file):(?:\/\/)?(\/[^?»]*)(?:\?[^»/]*)?$/;
const flakeReference = /^(?:path|git\+file):(?:\/\/)?(\/[^?]*)(?:\?[^/]*(\/.*)?)?$/;

/** What `name` stands for; `null`: for no file. */
export function readFileName(name: string): NamedFile | null {
  const bare = name
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .replace(/, via option .*$/, "")
    .replace(/(\.nix)#.*$/, "$1");
  const tree = lazyTree.exec(bare);
  if (tree !== null) {
    const [, reference = "", path = ""] = tree;
    const folder = localTree.exec(reference)?.[1];
    if (folder !== undefined) return inside(folder, path);
    return /^[a-z+]+:/.test(reference) ? source(path, null) : null;
  }
  const reference = flakeReference.exec(bare);
  if (reference?.[1] !== undefined) return local(`${reference[1]}${reference[2] ?? ""}`);
  if (/^[«<(]|^\/builtin\/|[\0»]/.test(bare) || bare === "") return null;
  const copied = storeCopy.exec(bare)?.[1];
  if (copied !== undefined) return source(copied, bare);
  if (bare.startsWith("/")) return local(bare);
  return { kind: "relative", path: bare };
}

function local(path: string): NamedFile {
  return { kind: "local", path: posix.normalize(path) };
}

function inside(folder: string, path: string): NamedFile | null {
  const below = upwards(path);
  return below === null ? null : local(`${folder}/${below}`);
}

function source(path: string, copy: string | null): NamedFile | null {
  const below = upwards(path);
  return below === null ? null : { kind: "source", path: below, copy };
}

/** A path below a root; `null` for one that leaves it. */
function upwards(path: string): string | null {
  const normal = posix.normalize(path);
  return normal.startsWith("../") || normal === ".." || normal.startsWith("/") ? null : normal;
}
