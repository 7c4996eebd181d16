/**
 * The esbuild plugin for node's own modules that libraries load at start and then hardly ever use: in the bundle they
 * are loaded when they are first used. Loading `crypto` and `child_process` takes some 20 ms
 * of a server's start.
 */

/**
 * The plugin.
 * @param {readonly string[]} names
 * @returns {import("esbuild").Plugin}
 */
export function lazyBuiltins(names) {
  const namespace = "lazy-builtin";
  return {
    name: namespace,
    setup({ onLoad, onResolve }) {
      const filter = new RegExp(`^(?:${names.join("|")})$`);
      onResolve({ filter }, ({ path, kind, importer }) =>
        kind === "require-call" && importer.includes("node_modules") ? { path, namespace } : null,
      );
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `module.exports = new Proxy({}, { get: (_, name) => require("node:${path}")[name] });`,
      }));
    },
  };
}
