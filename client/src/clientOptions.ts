/** Options of the language client: which documents it serves, what the server learns at its start, and where to log. */
import type { LogOutputChannel } from "vscode";
import { type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient";
import type { InitializationOptions } from "../../server/src/protocol/protocol.ts";
import { documentSelector } from "./workbench/documentSelector.ts";
import { progressMiddleware } from "./workbench/progress.ts";

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
