/** What a test's Nix has in its environment: builds without a sandbox, a network or other users. */
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";

const config = [
  "build-users-group =",
  "sandbox = false",
  "substituters =",
  "experimental-features = nix-command flakes",
].join("\n");

/** Where this user may not write to the store, Nix gets one of its own in `folder`. */
export function nixEnvironment(/** @type {string} */ folder) {
  /** @type {Record<string, string>} */
  const environment = { NIX_CONFIG: config };
  if (isWritable("/nix/store") && isWritable("/nix/var/nix")) return environment;
  const place = (/** @type {string} */ name) => {
    const path = join(folder, "nix", name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return {
    ...environment,
    NIX_STORE_DIR: place("store"),
    NIX_STATE_DIR: place("state"),
    NIX_LOG_DIR: place("log"),
  };
}

function isWritable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
