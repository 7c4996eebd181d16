/** The extension's entry in a desktop or remote extension host: the language server runs as a child process. */
import type { ExtensionContext } from "vscode";
import { deployPart } from "./deploy/part.ts";
import { type ClientFactory, startExtension, stopExtension } from "./extension.ts";
import { checkOnSave } from "./nixErrors/show/checkOnSave.ts";
import { scaffoldPart } from "./scaffold/part.ts";
import { serverArguments } from "./serverProcess.ts";
import { tasksPart } from "./tasks/tasksPart.ts";
import type { Part } from "./workbench/parts.ts";

/** What needs a machine to run programs on. */
const parts: readonly Part[] = [tasksPart, checkOnSave, scaffoldPart, deployPart];

/** Called by VS Code when the extension is needed. */
export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath("dist/server.js");
  const createClient: ClientFactory = async (id, name, options) => {
    const { LanguageClient, TransportKind } = await import("vscode-languageclient/node");
    const execArgv = [...serverArguments];
    const server = { module, transport: TransportKind.ipc, options: { execArgv } };
    return new LanguageClient(
      id,
      name,
      { run: server, debug: { ...server, options: { execArgv: [...execArgv, "--inspect"] } } },
      options,
    );
  };
  startExtension(context, createClient, parts);
}

/** Called by VS Code before the extension host ends. */
export function deactivate(): Promise<void> {
  return stopExtension();
}
