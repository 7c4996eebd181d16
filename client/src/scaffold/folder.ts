/** Asks for the folder of a new configuration: the workspace's folder, a new one in it, or any other. */
import { l10n, type QuickPickItem, Uri, window, workspace } from "vscode";
import { askText, pickOne, type StepTitle } from "./quickSteps.ts";
import type { StepOutcome } from "./steps.ts";
import { wordsOf } from "./texts.ts";
import { folderProblem } from "./validate.ts";

interface FolderItem extends QuickPickItem {
  readonly ask: () => Promise<StepOutcome<Uri>>;
}

export async function askFolder(step: StepTitle): Promise<StepOutcome<Uri>> {
  const folders = workspace.workspaceFolders ?? [];
  const items: FolderItem[] = [
    ...folders.map(
      ({ name, uri }): FolderItem => ({
        label: l10n.t("$(folder) {0}", name),
        description: uri.fsPath,
        ask: async () => ({ kind: "next", state: uri }),
      }),
    ),
    ...folders.map(
      ({ name, uri }): FolderItem => ({
        label: l10n.t("$(new-folder) A new folder in {0}…", name),
        ask: () => newFolder(step, uri),
      }),
    ),
    { label: l10n.t("$(folder-opened) Another folder…"), ask: otherFolder },
  ];
  for (;;) {
    const picked = await pickOne({ ...step, placeholder: l10n.t("Where is it to be written?"), items });
    if (picked.kind !== "next") return picked;
    const outcome = await picked.state.ask();
    if (outcome.kind !== "back") return outcome;
  }
}

async function newFolder(step: StepTitle, parent: Uri): Promise<StepOutcome<Uri>> {
  const outcome = await askText({
    ...step,
    prompt: l10n.t("Name of the new folder"),
    value: "plasmacloud",
    problem: (text) => wordsOf(folderProblem(text)),
  });
  return outcome.kind === "next" ? { kind: "next", state: Uri.joinPath(parent, outcome.state) } : outcome;
}

async function otherFolder(): Promise<StepOutcome<Uri>> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t("Write Here"),
      title: l10n.t("Folder for the configuration"),
    })) ?? [];
  return chosen === undefined ? { kind: "back" } : { kind: "next", state: chosen };
}
