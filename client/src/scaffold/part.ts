/** The commands that make configurations and change them. Nothing of this runs a program; it only writes text. */
import { commands, l10n, type TreeDataProvider, type Uri, window, workspace } from "vscode";
import type { Part } from "../workbench/parts.ts";
import { runAddHost } from "./addHost.ts";
import { runAddService, runEnableMissing } from "./changes.ts";
import { runNewConfiguration } from "./newConfiguration.ts";
import { runSearchOptions } from "./searchOptions.ts";
import { sayNextSteps } from "./writeConfiguration.ts";

/** The folder of a configuration that was written from another window, until it is opened. */
const writtenKey = "plasmacloud.writtenConfiguration";

/** The file that a menu names; `null`: the palette names none. */
function fileOf(argument: unknown): string | null {
  return typeof argument === "object" && argument !== null && "scheme" in argument ? String(argument) : null;
}

/** The view for folders without a configuration holds nothing but its welcome. */
const emptyView: TreeDataProvider<never> = { getChildren: () => [], getTreeItem: (element) => element };

export const scaffoldPart: Part = ({ context, output, server }) => {
  const reporting =
    (work: (...args: readonly unknown[]) => Promise<void>) =>
    async (...args: readonly unknown[]) => {
      try {
        await work(...args);
      } catch (error) {
        output.error(error instanceof Error ? error : String(error));
        const show = l10n.t("Show Output");
        const message = error instanceof Error ? error.message : String(error);
        if ((await window.showErrorMessage(message, show)) === show) output.show();
      }
    };
  const register = (name: string, work: (...args: readonly unknown[]) => Promise<void>) =>
    commands.registerCommand(`plasmacloud.${name}`, reporting(work));
  const remember = async (folder: Uri): Promise<void> => context.globalState.update(writtenKey, folder.toString());
  const written = context.globalState.get<string>(writtenKey);
  const arrived = workspace.workspaceFolders?.find(({ uri }) => uri.toString() === written);
  if (arrived !== undefined) {
    void context.globalState.update(writtenKey, undefined);
    void reporting(() => sayNextSteps(arrived.uri))();
  }
  return [
    window.registerTreeDataProvider("plasmacloud.start", emptyView),
    register("newConfiguration", () => runNewConfiguration(server, remember)),
    register("addHost", () => runAddHost(server)),
    register("addService", () => runAddService(server)),
    register("searchOptions", () => runSearchOptions(server)),
    register("enableMissingDependencies", (file) => runEnableMissing(server, fileOf(file))),
    commands.registerCommand("plasmacloud.openGuide", () =>
      commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#getStarted`, false),
    ),
  ];
};
