/**
 * What our client and server say to each other beyond the Language Server Protocol.
 * Invariant: no imports. The client, the server and any other editor's glue read this file alone. A side that does not
 * know a notification loses nothing but what it would have shown; requests are the client's, and any may be refused.
 */

/** How much the server offers: everything, or (beside another Nix server) only what comes from options and hosts. */
export type ServerMode = "full" | "optionsOnly";

/** The `initializationOptions` of `initialize`. A client that sends none is not trusted and gets everything. */
export interface InitializationOptions {
  /** Whether the user trusts the workspace, so that programs may be run in it. */
  readonly trusted?: boolean;
  readonly mode?: ServerMode;
}

/** Client → server, no parameters: the user has come to trust the workspace. Trust is never taken back. */
export const didGrantTrustMethod = "plasmacloud/didGrantTrust";

/** Client → server: another Nix server came or went, or the user chose otherwise. */
export const didChangeModeMethod = "plasmacloud/didChangeMode";
export interface DidChangeModeParams {
  readonly mode: ServerMode;
}

/** Server → client: what is known and what is going on. Sent when it changes, and once after `initialized`. */
export const statusMethod = "plasmacloud/status";
export interface StatusParams {
  /** The option sets in use, in words a user knows: `PlasmaCloud`, `NixOS`, `workspace modules`. */
  readonly optionSets: readonly string[];
  readonly hosts: readonly HostStatus[];
  /** Whether an evaluation is running, so that what is said may be about to change. */
  readonly busy: boolean;
}
export interface HostStatus {
  /** `NAME`, or `FLAKEDIR#NAME` where two flakes share it. */
  readonly name: string;
  /** The imports that cannot be read, as written; empty for a host that is fully known. */
  readonly open: readonly string[];
  /** How many findings of severity error the host has. */
  readonly errors: number;
}
