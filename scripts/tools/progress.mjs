/**
 * Shows that a long step lives: what it does, since when, and how much there is by now. On a terminal one line that is
 * written over, elsewhere a line every ten seconds.
 */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} ProgressOptions
 * @property {string | null} folder what grows; `null` where nobody knows
 * @property {NodeJS.WriteStream | { isTTY?: boolean; write(text: string): unknown }} [output]
 * @property {number} [every] milliseconds between two looks
 */

/** Does something and shows progress until it is done. */
export async function withProgress(
  /** @type {string} */ what,
  /** @type {ProgressOptions} */ { folder, output = process.stdout, every = output.isTTY ? 1_000 : 10_000 },
  /** @type {() => Promise<unknown>} */ action,
) {
  const start = Date.now();
  const show = () => {
    const size = folder === null ? "" : `, ${(sizeOf(folder) / 1_000_000).toFixed(0)} MB so far`;
    const line = `${what}: ${Math.round((Date.now() - start) / 1_000)} s${size}`;
    output.write(output.isTTY ? `\r\u001B[2K${line}` : `${line}\n`);
  };
  show();
  const timer = setInterval(show, every);
  try {
    await action();
  } finally {
    clearInterval(timer);
    if (output.isTTY) output.write("\n");
  }
}

/** The bytes of all files below a folder, links not followed; 0 where it is not there. */
export function sizeOf(/** @type {string} */ folder) {
  let bytes = 0;
  const open = [folder];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const inner = join(path, entry.name);
        if (entry.isDirectory()) open.push(inner);
        else bytes += lstatSync(inner).size;
      }
    } catch {
      // an installer has taken it away meanwhile
    }
  }
  return bytes;
}
