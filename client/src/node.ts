/** The extension's entry in a desktop or remote extension host: the language server runs as a child process. */
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { startExtension, stopExtension } from "./extension.ts";

/** Called by VS Code when the extension is needed. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath("dist/server.js");
  startExtension(context, (id, name, options) => {
    const server = { module, transport: TransportKind.ipc };
    return new LanguageClient(
      id,
      name,
      { run: server, debug: { ...server, options: { execArgv: ["--inspect"] } } },
      options,
    );
  });
}

/** Called by VS Code before the extension host ends. */
export function deactivate(): Promise<void> {
  return stopExtension();
}
