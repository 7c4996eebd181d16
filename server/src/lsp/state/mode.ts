/**
 * The mode beside another Nix server, which leaves out what that server gives as well. Options and hosts are never
 * left out.
 */
import type { ServerMode } from "../../protocol/protocol.ts";

const generic = new Set(["syntax-error", "duplicate-attribute", "undefined-name", "unused-binding"]);

/** Whether findings of this code are shown. */
export function isServed(code: string, mode: ServerMode): boolean {
  return mode === "full" || !generic.has(code);
}
