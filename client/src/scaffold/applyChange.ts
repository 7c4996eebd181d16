/** A change that the server has tried, made in the editor: one edit, one undo. */
import { commands, l10n, Range, Uri, WorkspaceEdit, workspace } from "vscode";
import type { ChangedFile, TriedChange } from "../../../server/src/protocol/scaffoldProtocol.ts";

/**
 * Applies the change and shows its first file. Rejects, with nothing changed, where a text is no longer the one that the
 * change was tried on.
 */
export async function applyChange({ files }: TriedChange): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const file of files) await addFile(edit, file);
  if (!(await workspace.applyEdit(edit))) throw new Error(l10n.t("The change could not be made. Is a file read-only?"));
  const [first] = files.filter(({ before }) => before !== null);
  const shown = first ?? files[0];
  if (shown === undefined) return;
  const { line, character } = shown.range.start;
  const selection = new Range(line, character, line, character);
  await commands.executeCommand("vscode.open", Uri.parse(shown.uri), { preview: false, selection });
}

async function addFile(edit: WorkspaceEdit, { uri: text, before, range, newText }: ChangedFile): Promise<void> {
  const uri = Uri.parse(text);
  if (before === null) {
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(newText) });
    return;
  }
  // An editor gives a text with mixed line ends one kind of them.
  if (oneLineEnd(await textOf(uri)) !== oneLineEnd(before)) {
    throw new Error(l10n.t("{0} has changed meanwhile. Try again.", workspace.asRelativePath(uri)));
  }
  const { start, end } = range;
  edit.replace(uri, new Range(start.line, start.character, end.line, end.character), newText);
}

/** The text as it is now, open or not. A document that is opened here would outlive every editor. */
async function textOf(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function oneLineEnd(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
