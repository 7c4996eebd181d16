/** Loads a file of the server as it is in the tree, with all that it imports. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * The exports of a TypeScript file. In it and what it imports, `import.meta.url` is its own place in the tree.
 * @param {string} file
 */
export async function loadSource(file) {
  const folder = mkdtempSync(join(tmpdir(), "plasmacloud-source-"));
  try {
    const outfile = join(folder, "source.mjs");
    const define = { "import.meta.url": JSON.stringify(pathToFileURL(file).href) };
    await build({ entryPoints: [file], outfile, bundle: true, platform: "node", format: "esm", define });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
