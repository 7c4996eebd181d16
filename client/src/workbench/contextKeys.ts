/** The context keys that the manifest's `when` clauses read, kept as `contextFacts` says. */
import { commands } from "vscode";
import type { StatusParams } from "../../../server/src/protocol/protocol.ts";
import { contextFacts } from "./contextFacts.ts";

/**
 * Sets the keys for a server that does not run yet. Gives what sets them anew, with the server's last word; `null`: it
 * has stopped.
 */
export function createContextKeys(): (status: StatusParams | null) => void {
  const shown = new Map<string, boolean>();
  const show = (status: StatusParams | null): void => {
    for (const [key, value] of Object.entries(contextFacts(status))) {
      if (shown.get(key) === value) continue;
      shown.set(key, value);
      void commands.executeCommand("setContext", key, value);
    }
  };
  show(null);
  return show;
}
