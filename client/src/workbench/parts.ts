/**
 * The interface between the extension and its parts: tasks, deployment, scaffolding. A part registers itself and
 * gives what ends it.
 */
import type { Disposable, ExtensionContext, LogOutputChannel } from "vscode";
import type { HostStatus } from "../../../server/src/protocol/protocol.ts";

export interface ExtensionParts {
  readonly context: ExtensionContext;
  readonly output: LogOutputChannel;
  readonly server: ServerLink;
  /** The hosts that the server last told of. */
  readonly hosts: () => readonly HostStatus[];
}

/** The language server, for what the protocol of the two has beyond the Language Server Protocol. */
export interface ServerLink {
  /** Asks the server, once it runs. Rejects with the server's error, or when there is no server. */
  request<R>(method: string, params: object): Promise<R>;
}

/** Registers one part of the extension. It runs while the extension is activated, so it only registers. */
export type Part = (parts: ExtensionParts) => readonly Disposable[];
