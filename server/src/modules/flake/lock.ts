/** Reads the inputs in `flake.lock` of the flake beside it. A lock that is missing or broken says nothing. */
export interface LockedInput {
  /** The address as a flake URL, such as `github:NixOS/nixpkgs`. */
  readonly url: string | null;
  /** For `path:` inputs. */
  readonly path: string | null;
}

export type LockReader = (name: string) => LockedInput | null;

export function readLock(text: string | null): LockReader {
  const lock = text === null ? null : parse(text);
  const nodes = field(lock, "nodes");
  const root = field(lock, "root");
  const inputs = field(field(nodes, typeof root === "string" ? root : "root"), "inputs");
  return (name) => {
    const key = field(inputs, name);
    if (typeof key !== "string") return null;
    const node = field(nodes, key);
    const original = field(node, "original") ?? field(node, "locked");
    if (original === undefined) return null;
    const type = field(original, "type");
    const text = (part: string): string | null => {
      const value = field(original, part);
      return typeof value === "string" ? value : null;
    };
    if (type === "path") return { url: null, path: text("path") };
    if (type === "indirect") return { url: text("id"), path: null };
    if (text("url") !== null) return { url: text("url"), path: null };
    return { url: `${String(type)}:${text("owner")}/${text("repo")}`, path: null };
  };
}

/** The folders that the inputs of a flake were locked to. */
export function lockedPaths(text: string | null): readonly string[] {
  const lock = text === null ? null : parse(text);
  const root = field(lock, "root");
  const inputs = field(field(field(lock, "nodes"), typeof root === "string" ? root : "root"), "inputs");
  const names = typeof inputs === "object" && inputs !== null ? Object.keys(inputs) : [];
  const reader = readLock(text);
  return names.flatMap((name) => reader(name)?.path ?? []);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    // A lock that is being written or merged: as if it were not there.
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
