/**
 * The esbuild plugin that gives each bundle its data: in place of `server/src/node/assets.ts` a module with the same
 * exports that holds what that file reads from the tree.
 * Invariant: the data comes from calling `assets.ts` itself, so bundles and unit tests cannot differ.
 */
import { brotliCompressSync } from "node:zlib";
import { loadSource } from "./loadSource.mjs";
import { inRoot } from "./paths.mjs";

/** The tree's own form of the assets module, compiled and loaded. */
export const loadTreeAssets = () => loadSource(inRoot("server", "src", "node", "assets.ts"));

/**
 * The plugin.
 * @param {Awaited<ReturnType<typeof loadTreeAssets>>} assets
 * @returns {import("esbuild").Plugin}
 */
export function embeddedAssets(assets) {
  return {
    name: "embedded-assets",
    setup({ onLoad }) {
      const contents = moduleText(assets);
      onLoad({ filter: /[\\/]node[\\/]assets\.ts$/ }, () => ({ contents, loader: "js", resolveDir: inRoot() }));
    },
  };
}

function moduleText(/** @type {Awaited<ReturnType<typeof loadTreeAssets>>} */ assets) {
  const bytes = (/** @type {Uint8Array} */ data) =>
    `new Uint8Array(Buffer.from("${Buffer.from(data).toString("base64")}", "base64"))`;
  return `
    import { existsSync } from "node:fs";
    import { join } from "node:path";
    import { Worker } from "node:worker_threads";
    import { brotliDecompressSync } from "node:zlib";
    export const version = () => ${JSON.stringify(assets.version())};
    export const grammarWasm = () => ${bytes(assets.grammarWasm())};
    export const treeSitterWasm = () => ${bytes(assets.treeSitterWasm())};
    export const formatterWasm = () => new Uint8Array(brotliDecompressSync(${bytes(brotliCompressSync(assets.formatterWasm()))}));
    export const bundledNix = () => new Map(${JSON.stringify([...assets.bundledNix()])});
    export const bundledSchema = () => ${JSON.stringify(assets.bundledSchema())};
    export const knownOptions = () => ${bytes(assets.knownOptions())};
    export const knownPackages = () => ${bytes(assets.knownPackages())};
    export const knownDocumentation = () => {
      const path = join(__dirname, "..", "schemas", "nixos-documentation.br");
      return existsSync(path) ? path : null;
    };
    export const bundledNixFolder = () => {
      const folder = join(__dirname, "..", "nix");
      return existsSync(join(folder, "services.nix")) ? folder : null;
    };
    export const startWorker = (options) => new Worker(__filename, options);
  `;
}
