/**
 * Writes a new configuration as one step, opens it, and says what comes next.
 * Invariant: a file that is there is replaced only after the user has seen its name and agreed.
 */
import { commands, FileType, l10n, Uri, WorkspaceEdit, window, workspace } from "vscode";

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** `remember`: that this folder was written, for the window that opens it. */
export async function writeConfiguration(
  folder: Uri,
  files: readonly WrittenFile[],
  remember: (folder: Uri) => Promise<void>,
): Promise<void> {
  const way = await wayToWrite(folder, files);
  if (way === "not") return;
  const edit = new WorkspaceEdit();
  for (const { path, text } of files) {
    edit.createFile(Uri.joinPath(folder, path), {
      overwrite: way === "replacing",
      contents: new TextEncoder().encode(text),
    });
  }
  if (!(await workspace.applyEdit(edit))) {
    throw new Error(l10n.t("The configuration could not be written to {0}. Is the folder read-only?", folder.fsPath));
  }
  if (workspace.getWorkspaceFolder(folder) !== undefined) {
    await commands.executeCommand("vscode.open", Uri.joinPath(folder, "flake.nix"), { preview: false });
    await sayNextSteps(folder);
    return;
  }
  await remember(folder);
  const open = l10n.t("Open Folder");
  if ((await window.showInformationMessage(l10n.t("The configuration is in {0}.", folder.fsPath), open)) === open) {
    await commands.executeCommand("vscode.openFolder", folder);
  }
}

/** What a person has to do, and where. */
export async function sayNextSteps(folder: Uri): Promise<void> {
  const marks = l10n.t("Show What to Change");
  const guide = l10n.t("Open the Guide");
  const chosen = await window.showInformationMessage(
    l10n.t(
      "The configuration is written. Next: replace what is marked CHANGE, run git init and git add, then check, build and deploy.",
    ),
    marks,
    guide,
  );
  if (chosen === marks) {
    const inside = workspace.asRelativePath(folder, false);
    await commands.executeCommand("workbench.action.findInFiles", {
      query: "CHANGE",
      isCaseSensitive: true,
      matchWholeWord: true,
      triggerSearch: true,
      filesToInclude: inside === folder.fsPath || inside === "" ? "" : `./${inside}`,
    });
  } else if (chosen === guide) await commands.executeCommand("plasmacloud.openGuide");
}

async function wayToWrite(folder: Uri, files: readonly WrittenFile[]): Promise<"not" | "new" | "replacing"> {
  const there = await entriesOf(folder);
  if (there.filter((name) => name !== ".git").length === 0) return "new";
  const replaced: string[] = [];
  for (const { path } of files) if (await isThere(Uri.joinPath(folder, path))) replaced.push(path);
  const write = replaced.length === 0 ? l10n.t("Write Beside Them") : l10n.t("Replace {0} Files", replaced.length);
  const detail = replaced.length === 0 ? there.slice(0, 10).join("\n") : replaced.join("\n");
  const message =
    replaced.length === 0
      ? l10n.t("The folder {0} is not empty. None of its files is replaced.", folder.fsPath)
      : l10n.t("These files of {0} would be replaced.", folder.fsPath);
  if ((await window.showWarningMessage(message, { modal: true, detail }, write)) !== write) return "not";
  return replaced.length === 0 ? "new" : "replacing";
}

async function entriesOf(folder: Uri): Promise<readonly string[]> {
  try {
    return (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    // It is not there yet, so it is empty; a folder that cannot be read cannot be written either, and that is said then.
    return [];
  }
}

async function isThere(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type !== FileType.Unknown;
  } catch {
    // No such file.
    return false;
  }
}
