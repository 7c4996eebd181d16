/** Documents of the suites: opened in the real editor, with `$0` where the cursor goes, and typed into as a user would. */
import { commands, EndOfLine, type Position, Range, Selection, type TextEditor, Uri, window, workspace } from "vscode";

/** The folder that VS Code has open. */
export function workspaceFolder(): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no folder is open");
  return folder.uri;
}

/**
 * Opens a file of the workspace as a user does. (A document that is opened by `openTextDocument` outlives its editor, and
 * so would its findings.)
 */
export async function openFile(path: string): Promise<TextEditor> {
  const uri = Uri.joinPath(workspaceFolder(), path);
  await commands.executeCommand("vscode.open", uri);
  const editor = window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) throw new Error(`${path} did not open`);
  return editor;
}

/** Writes a file into the workspace and opens it; the cursor stands at `$0`, or at the start. */
export async function openText(path: string, marked: string): Promise<TextEditor> {
  const uri = Uri.joinPath(workspaceFolder(), path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(marked.replace("$0", "")));
  const editor = await openFile(path);
  const offset = Math.max(0, marked.indexOf("$0"));
  const cursor = editor.document.positionAt(offset);
  editor.selection = new Selection(cursor, cursor);
  return editor;
}

/** Types text key by key, as the keyboard does. */
export async function type(text: string): Promise<void> {
  for (const key of text) await commands.executeCommand("type", { text: key });
}

/** Throws away what was typed, closes all editors and removes a file of the workspace. */
export async function closeAndDelete(path: string): Promise<void> {
  await closeEverything();
  await workspace.fs.delete(Uri.joinPath(workspaceFolder(), path));
}

/** The whole text of an editor, with plain line ends. */
export function textOf(editor: TextEditor): string {
  const text = editor.document.getText();
  return editor.document.eol === EndOfLine.CRLF ? text.replaceAll("\r\n", "\n") : text;
}

/** The position just after the first occurrence of some text. */
export function after(editor: TextEditor, text: string): Position {
  const at = editor.document.getText().indexOf(text);
  if (at < 0) throw new Error(`the document holds no ${JSON.stringify(text)}`);
  return editor.document.positionAt(at + text.length);
}

/** Replaces the first occurrence of some text in an open editor, without saving. */
export async function replace(editor: TextEditor, text: string, by: string): Promise<void> {
  const end = after(editor, text);
  const start = editor.document.positionAt(editor.document.offsetAt(end) - text.length);
  if (!(await editor.edit((edit) => edit.replace(new Range(start, end), by)))) throw new Error("the edit was refused");
}

/** Throws away everything that was typed and not saved, and closes all editors: the state in which each test starts. */
export async function closeEverything(): Promise<void> {
  for (const document of workspace.textDocuments.filter((open) => open.isDirty)) {
    await window.showTextDocument(document);
    await commands.executeCommand("workbench.action.files.revert");
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
}
