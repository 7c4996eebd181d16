/**
 * How to live beside other extensions that serve Nix: everything, or only what they cannot give (options and hosts).
 * Invariant: the mode is derived from settings and installed extensions each time; nothing is remembered.
 */
import { extensions, workspace } from "vscode";
import type { ServerMode } from "../../../server/src/protocol/protocol.ts";

/** Extensions that run a language server for Nix, and the setting that turns it on (off while unset). */
const otherServers = [{ id: "jnoortheen.nix-ide", setting: "nix.enableLanguageServer" }];

/** The mode that the user's setting asks for, `auto` resolved. */
export function coexistenceMode(): ServerMode {
  const wanted = workspace.getConfiguration("plasmacloud").get<string>("coexistence");
  if (wanted === "full" || wanted === "optionsOnly") return wanted;
  return otherServers.some(servesNix) ? "optionsOnly" : "full";
}

/**
 * Whether that extension serves Nix in this window. One that is enabled counts as active: the same language activates
 * both, in an order nobody knows.
 */
function servesNix({ id, setting }: { id: string; setting: string }): boolean {
  return extensions.getExtension(id) !== undefined && workspace.getConfiguration().get<boolean>(setting) === true;
}
