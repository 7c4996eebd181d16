/**
 * What the `when` clauses of the manifest may ask about, as plain data: one table from what is known to the context keys.
 * Invariant: every key has a value from the first moment on, so that `!plasmacloud.x` means what it says.
 */
import type { StatusParams } from "../../../server/src/protocol/protocol.ts";

/** The value of each context key. `status`: the language server's last word; `null`: it does not run. */
export function contextFacts(
  status: Pick<StatusParams, "hosts" | "flakes"> | null,
): Readonly<Record<ContextKey, boolean>> {
  return {
    "plasmacloud.hasFlake": (status?.flakes.length ?? 0) > 0,
    "plasmacloud.hasHosts": (status?.hosts.length ?? 0) > 0,
    "plasmacloud.hasErrors": status?.hosts.some(({ errors }) => errors > 0) ?? false,
  };
}

/** The keys that follow from the extension's state. Those that tick off the walkthrough are in `progress.ts`. */
export type ContextKey = "plasmacloud.hasFlake" | "plasmacloud.hasHosts" | "plasmacloud.hasErrors";
