/** Links to logs in terminals, whatever their folder's name holds. */
import { join } from "node:path";
import {
  commands,
  type Disposable,
  type ExtensionContext,
  l10n,
  type TerminalLink,
  type TerminalLinkProvider,
  Uri,
  window,
} from "vscode";

/** The folder of the logs of tasks. */
export function logsFolder({ globalStorageUri }: ExtensionContext): string {
  return join(globalStorageUri.fsPath, "logs");
}

interface LogLink extends TerminalLink {
  readonly path: string;
}

/** Makes the paths of logs links. */
export function registerLogLinks(context: ExtensionContext): Disposable {
  const prefix = logsFolder(context);
  const provider: TerminalLinkProvider<LogLink> = {
    provideTerminalLinks({ line }) {
      const startIndex = line.indexOf(prefix);
      const end = line.indexOf(".log", startIndex + prefix.length);
      if (startIndex < 0 || end < 0) return [];
      const path = line.slice(startIndex, end + ".log".length);
      return [{ startIndex, length: path.length, tooltip: l10n.t("Open Log"), path }];
    },
    async handleTerminalLink({ path }) {
      await commands.executeCommand("vscode.open", Uri.file(path));
    },
  };
  return window.registerTerminalLinkProvider(provider);
}
