/** "Search Options…": finds an option, then puts it into the active file, opens where it is defined, or copies its path. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import {
  commands,
  env,
  l10n,
  Position,
  type QuickPickItem,
  Range,
  Selection,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import {
  type PlaceOptionParams,
  type PlaceOptionResult,
  placeOptionMethod,
  type SearchedOption,
  type SearchOptionsParams,
  type SearchOptionsResult,
  searchOptionsMethod,
} from "../../../server/src/protocol/searchProtocol.ts";
import type { ServerLink } from "../workbench/parts.ts";
import { askServer } from "./askServer.ts";

type Insertion = NonNullable<PlaceOptionResult["insertion"]>;

/** Rejects, in words for a person, where the server has no answer or the file has changed meanwhile. */
export async function runSearchOptions(server: ServerLink): Promise<void> {
  // What is active now: a quick pick takes the focus, not the editor.
  const editor = window.activeTextEditor;
  const option = await findOption(server);
  if (option === undefined) return;
  const path = await namedPath(option);
  if (path === undefined) return;
  const actions = await actionsFor(server, option, path, editor);
  const chosen = await window.showQuickPick(actions, {
    title: option.label,
    placeHolder: l10n.t("What to do with it"),
    matchOnDescription: true,
  });
  await chosen?.run();
}

interface OptionItem extends QuickPickItem {
  readonly option: SearchedOption;
}

/** Asks as the person types; an answer that typing has overtaken is left out. */
function findOption(server: ServerLink): Promise<SearchedOption | undefined> {
  const pick = window.createQuickPick<OptionItem>();
  pick.title = l10n.t("Search Options");
  pick.matchOnDetail = true;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      for (const listener of listeners) listener.dispose();
      pick.dispose();
    };
    const search = async (query: string): Promise<void> => {
      pick.busy = true;
      try {
        const params: SearchOptionsParams = { query };
        const { options, known } = await askServer<SearchOptionsResult>(server, searchOptionsMethod, params);
        if (pick.value !== query) return;
        pick.placeholder = l10n.t("Any part of a name, among {0} options", known);
        pick.items = options.map(optionItem);
        pick.busy = false;
      } catch (error) {
        end();
        reject(error);
      }
    };
    const listeners = [
      pick.onDidChangeValue(search),
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen === undefined) return;
        resolve(chosen.option);
        end();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        end();
      }),
    ];
    pick.show();
    void search("");
  });
}

function optionItem(option: SearchedOption): OptionItem {
  const known = option.default === null ? option.type : l10n.t("{0}, default {1}", option.type, option.default);
  return {
    option,
    label: option.label,
    description: known,
    ...(option.documentation !== null && { detail: option.documentation }),
    // The server has found it; the editor would leave out what it does not find in the label.
    alwaysShow: true,
  };
}

/** The path with the names that a person gives in place of `<name>`; left empty, the name stays open. */
async function namedPath({ path, label }: SearchedOption): Promise<readonly string[] | undefined> {
  const named: string[] = [];
  for (const part of path) {
    if (!/^<.*>$/.test(part)) {
      named.push(part);
      continue;
    }
    const prompt = l10n.t("{0} in {1}; empty: leave it open", part, label);
    const name = await window.showInputBox({ title: label, prompt });
    if (name === undefined) return undefined;
    named.push(name.trim() === "" ? part : name.trim());
  }
  return named;
}

interface Action extends QuickPickItem {
  readonly run: () => Promise<void>;
}

async function actionsFor(
  server: ServerLink,
  { label }: SearchedOption,
  path: readonly string[],
  editor: TextEditor | undefined,
): Promise<readonly Action[]> {
  const copied = path.map(quoted).join(".");
  const copy: Action = {
    label: l10n.t("$(copy) Copy {0}", copied),
    run: async () => env.clipboard.writeText(copied),
  };
  if (editor !== undefined && !isSavedNix(editor)) return [copy];
  const params: PlaceOptionParams = {
    path,
    uri: editor?.document.uri.toString() ?? null,
    position: editor === undefined ? null : positionOf(editor),
  };
  const { definitions, insertion } = await askServer<PlaceOptionResult>(server, placeOptionMethod, params);
  const opens = definitions.map(({ hosts, uri, range }): Action => {
    const target = Uri.parse(uri);
    return {
      label: l10n.t("$(go-to-file) Open {0}:{1}", workspace.asRelativePath(target), range.start.line + 1),
      description: hosts.join(", "),
      run: async () => {
        const selection = rangeOf(range);
        await commands.executeCommand("vscode.open", target, { selection });
      },
    };
  });
  if (editor === undefined || insertion === null) return [...opens, copy];
  const insert: Action = {
    label: l10n.t("$(insert) Insert into {0}", workspace.asRelativePath(editor.document.uri)),
    description: insertion.newText.trim().replace(/\s+/g, " "),
    run: () => insertInto(editor, insertion, label),
  };
  return [insert, ...opens, copy];
}

function isSavedNix({ document }: TextEditor): boolean {
  return document.languageId === "nix" && !document.isUntitled;
}

function positionOf({ selection }: TextEditor): PlaceOptionParams["position"] {
  const { line, character } = selection.active;
  return { line, character };
}

/** A name of a path as Nix has it. */
function quoted(name: string): string {
  if (name === "*" || /^<.*>$/.test(name) || /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name)) return name;
  return `"${name.replaceAll(/["\\]|\$(?=\{)/g, "\\$&")}"`;
}

async function insertInto(editor: TextEditor, insertion: Insertion, label: string): Promise<void> {
  const { document } = editor;
  if (!(await mayEdit(document.uri))) return;
  if (document.version !== insertion.version)
    throw new Error(l10n.t("{0} has changed meanwhile. Try again.", workspace.asRelativePath(document.uri)));
  const shown = await window.showTextDocument(document, { preview: false });
  const range = rangeOf(insertion.range);
  const from = document.offsetAt(range.start);
  if (!(await shown.edit((edit) => edit.replace(range, insertion.newText))))
    throw new Error(l10n.t("{0} could not be put into the file.", label));
  const { start, end } = insertion.value;
  shown.selection = new Selection(document.positionAt(from + start), document.positionAt(from + end));
  shown.revealRange(shown.selection);
}

/** Whether to go on: a file that its user may not write is named before anything is done. */
async function mayEdit(uri: Uri): Promise<boolean> {
  if (!(await isReadOnly(uri))) return true;
  const insert = l10n.t("Insert Anyway");
  const create = l10n.t("New Configuration…");
  const chosen = await window.showWarningMessage(
    l10n.t(
      "{0} is read-only for you: open it as root, or copy the configuration to a flake of your own.",
      workspace.asRelativePath(uri),
    ),
    { modal: true },
    insert,
    create,
  );
  if (chosen === create) await commands.executeCommand("plasmacloud.newConfiguration");
  return chosen === insert;
}

async function isReadOnly(uri: Uri): Promise<boolean> {
  if (uri.scheme !== "file") return workspace.fs.isWritableFileSystem(uri.scheme) === false;
  try {
    await access(uri.fsPath, constants.W_OK);
    return false;
  } catch (error) {
    // A file that is not there, or not any more, is written when it is saved.
    return error instanceof Error && "code" in error && error.code !== "ENOENT";
  }
}

function rangeOf({ start, end }: Insertion["range"]): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}
