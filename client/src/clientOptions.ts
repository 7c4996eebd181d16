/** What the language client is told: which documents it serves, what the server learns at its start, and where to log. */
import type { LogOutputChannel } from "vscode";
import { type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient";
import type { InitializationOptions } from "../../server/src/lsp/protocol.ts";
import { progressMiddleware } from "./progress.ts";

/**
 * Nix documents that a user edits: files, new ones without a name, and those of a repository opened without a clone.
 * The old side of a comparison (`git:`) is left out, so that nothing is reported twice.
 */
export const documentSelector = ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "nix" }));

/**
 * The options of one client. A request that fails is logged and interrupts nobody; after five crashes in three minutes
 * the client gives up, with a message.
 */
export function clientOptions(
  output: LogOutputChannel,
  initializationOptions: InitializationOptions,
): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions,
    diagnosticCollectionName: "plasmacloud",
    connectionOptions: { maxRestartCount: 4 },
    initializationFailedHandler: (error) => {
      output.error(error instanceof Error ? error : String(error));
      return false;
    },
    middleware: progressMiddleware,
    markdown: { isTrusted: false, supportHtml: false },
  };
}
