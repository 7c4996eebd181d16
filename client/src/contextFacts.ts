/**
 * What the `when` clauses of the manifest may ask about, as plain data: one table from what is known to the context keys.
 * Invariant: every key has a value from the first moment on, so that `!plasmacloud.x` means what it says.
 */
import type { StatusParams } from "../../server/src/lsp/protocol.ts";

/** What the extension knows of its own state. */
export interface ExtensionFacts {
  /** The language server's last word; `null`: it does not run. */
  readonly status: Pick<StatusParams, "hosts" | "flakes"> | null;
  readonly trusted: boolean;
}

/** The value of each context key. */
export function contextFacts({ status, trusted }: ExtensionFacts): Readonly<Record<ContextKey, boolean>> {
  return {
    "plasmacloud.running": status !== null,
    "plasmacloud.trusted": trusted,
    "plasmacloud.hasFlake": (status?.flakes.length ?? 0) > 0,
    "plasmacloud.hasHosts": (status?.hosts.length ?? 0) > 0,
    "plasmacloud.hasErrors": status?.hosts.some(({ errors }) => errors > 0) ?? false,
  };
}

/** The keys that follow from the extension's state. Those that tick off the walkthrough are in `progress.ts`. */
export type ContextKey =
  | "plasmacloud.running"
  | "plasmacloud.trusted"
  | "plasmacloud.hasFlake"
  | "plasmacloud.hasHosts"
  | "plasmacloud.hasErrors";
