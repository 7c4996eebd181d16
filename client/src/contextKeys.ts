/** The context keys that the manifest's `when` clauses read, kept as `contextFacts` says. */
import { commands, workspace } from "vscode";
import type { StatusParams } from "../../server/src/lsp/protocol.ts";
import { contextFacts } from "./contextFacts.ts";

export interface ContextKeys {
  /** The server's last word; `null`: it has stopped. */
  update(status: StatusParams | null): void;
  /** The user has come to trust the workspace. */
  trusted(): void;
}

/** Sets the keys for a server that does not run yet. */
export function createContextKeys(): ContextKeys {
  const shown = new Map<string, boolean>();
  let status: StatusParams | null = null;
  const show = (): void => {
    for (const [key, value] of Object.entries(contextFacts({ status, trusted: workspace.isTrusted }))) {
      if (shown.get(key) === value) continue;
      shown.set(key, value);
      void commands.executeCommand("setContext", key, value);
    }
  };
  show();
  return {
    update(next) {
      status = next;
      show();
    },
    trusted: show,
  };
}
