/** The commands of the palette. Each is one small function over what the extension hands in. */
import { commands, type Disposable, type LogOutputChannel, l10n, type QuickPickItem, window } from "vscode";
import type { HostStatus } from "../../server/src/protocol/protocol.ts";
import { markDone } from "./workbench/progress.ts";

/** What the commands act on. */
export interface CommandContext {
  readonly output: LogOutputChannel;
  readonly restart: () => Promise<void>;
  readonly hosts: () => readonly HostStatus[];
}

/** Registers every command of the manifest. */
export function registerCommands(context: CommandContext): Disposable[] {
  return [
    commands.registerCommand("plasmacloud.restartServer", context.restart),
    commands.registerCommand("plasmacloud.showOutput", () => context.output.show()),
    commands.registerCommand("plasmacloud.showHosts", () => showHosts(context.hosts())),
  ];
}

/** Lists the hosts with what is known of them; choosing one shows the findings. */
async function showHosts(hosts: readonly HostStatus[]): Promise<void> {
  if (hosts.length === 0) {
    await window.showInformationMessage(l10n.t("No hosts are known in this workspace."));
    return;
  }
  const chosen = await window.showQuickPick(hosts.map(hostItem), {
    title: l10n.t("Hosts"),
    placeHolder: l10n.t("Choose a host to see the findings"),
    matchOnDetail: true,
  });
  await markDone("hasSeenHosts");
  if (chosen !== undefined) await commands.executeCommand("workbench.actions.view.problems");
}

function hostItem(host: HostStatus): QuickPickItem {
  const icon = host.errors > 0 ? "error" : host.open.length > 0 ? "warning" : "pass";
  const errors = host.errors === 1 ? l10n.t("1 error") : l10n.t("{0} errors", host.errors);
  return {
    label: `$(${icon}) ${host.name}`,
    description: host.errors > 0 ? errors : "",
    detail:
      host.open.length > 0
        ? l10n.t("not fully known: {0} cannot be read", host.open.join(", "))
        : l10n.t("fully known"),
  };
}
