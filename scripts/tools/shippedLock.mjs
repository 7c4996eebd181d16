/** A lock file of what ships alone. */

/** @typedef {{ version: string; dev?: boolean; license?: string; [field: string]: unknown }} LockedPackage */

/**
 * The part of a lock file that some packages make up, all of them needed in production. Throws where one is not locked.
 * `bundled`: their folders, as the lock file names them.
 */
export function shippedLock(
  /** @type {{ lockfileVersion: number; packages: Record<string, LockedPackage> }} */ { lockfileVersion, packages },
  /** @type {string[]} */ bundled,
) {
  /** @type {Record<string, string>} */
  const dependencies = {};
  /** @type {Record<string, object>} */
  const shipped = {};
  for (const path of bundled) {
    const locked = packages[path];
    if (locked === undefined) throw new Error(`${path} ships and is not in the lock file`);
    const { dev: _, dependencies: _needs, peerDependencies: _peers, ...entry } = locked;
    shipped[path] = entry;
    const name = path.slice("node_modules/".length);
    if (!name.includes("node_modules/")) dependencies[name] = locked.version;
  }
  const root = { name: "shipped", version: "0.0.0", private: true, dependencies };
  return {
    name: root.name,
    version: root.version,
    lockfileVersion,
    requires: true,
    packages: { "": root, ...shipped },
  };
}
