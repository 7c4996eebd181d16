/**
 * Finds Nix on this machine: on `PATH`, or where its installers put it (an editor started from a dock has a short
 * `PATH`).
 */
import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

/** Where installers put `nix`: several users' Nix, NixOS, one user's (before and after XDG), Debian's, Homebrew's. */
function usualFolders(home: string): string[] {
  return [
    "/run/current-system/sw/bin",
    "/nix/var/nix/profiles/default/bin",
    join(home, ".nix-profile", "bin"),
    join(home, ".local", "state", "nix", "profile", "bin"),
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
  ];
}

/** The folders that programs are looked for in: those of `PATH`, then the usual ones it lacks. */
export function searchFolders(path: string | undefined, home: string): string[] {
  const own = (path ?? "").split(delimiter).filter(isAbsolute);
  return [...new Set([...own, ...usualFolders(home)])];
}

/** The first folder's program of that name, or null. */
export async function findProgram(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isProgram(path)) return path;
  }
  return null;
}

/** A path as a setting has it, where `~` may stand for the user's own folder. */
export function settingPath(path: string, home = homedir()): string {
  return path.trim().replace(/^~(?=\/)/, () => home);
}

/** Whether a path is a file that this user may run. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // not there, or not for us
    return false;
  }
}
