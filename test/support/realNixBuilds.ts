/** The real Nix for tests that build: whether it is there, and the environment in which it builds without anything else. */
import { hasNix } from "./oracle.ts";

export { hasNix };

/** See scripts/tools/nixEnvironment.mjs. */
export async function buildEnvironment(folder: string): Promise<Record<string, string>> {
  const path = new URL("../../scripts/tools/nixEnvironment.mjs", import.meta.url).href;
  const module: { nixEnvironment(folder: string): Record<string, string> } = await import(path);
  return module.nixEnvironment(folder);
}
