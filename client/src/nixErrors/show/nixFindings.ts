/**
 * Findings of Nix in the Problems view: one store for the whole extension, whoever runs Nix.
 * Invariant: a run's findings stand until the next run over the same folder, and are never among the language server's.
 */
import {
  type Diagnostic,
  type Disposable,
  type ExtensionContext,
  languages,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import type { NixMessage } from "../../nixLog/records.ts";
import type { ExtensionParts } from "../../workbench/parts.ts";
import { createNixReader } from "../parse/errorReader.ts";
import type { NixFinding } from "../parse/nixFinding.ts";
import { placeInBuffer } from "../place/buffers.ts";
import { type PlacedNixFinding, placeNixFinding } from "../place/placeFinding.ts";
import { linesOf } from "../place/textPlace.ts";
import { readWorkspaceText, workspaceWorld } from "../place/workspaceWorld.ts";
import { FindingStore } from "./findingStore.ts";
import { shiftNixRange } from "./movingFindings.ts";
import { toNixDiagnostic } from "./nixDiagnostics.ts";
import type { LiveFinding } from "./sameAsLive.ts";

/** What is run, so that its findings can be placed and replaced. */
export interface NixRun {
  /** Path of the folder whose flake (or configuration) it is about. */
  readonly folder: string;
  /** What a person calls it: `build node1`. */
  readonly title: string;
  /** The flake's output it is about, without `outputs`: `["nixosConfigurations", "node1"]`. Errors without a place go there. */
  readonly attribute?: readonly string[];
  /** What it looks at, where that is less than the folder: a file by its path, or `FOLDER#HOST`. */
  readonly scope?: string;
}

/** Takes what one run prints. */
export interface NixRunFindings {
  /**
   * A message out of a record. `shown` is the message as Nix prints it (`NixRecord.shown`): without `--show-trace` only
   * that holds the places of most errors since Nix 2.14.
   */
  message(message: NixMessage, shown?: string): void;
  /** A line that is no record: of an older Nix, of a wrapper. */
  line(text: string): void;
  /** The run has ended, however it did. */
  end(): void;
}

export interface NixFindings extends Disposable {
  /** Begins a run: what earlier runs over the folder, or the part of it that this one looks at, have found goes. */
  begin(run: NixRun): NixRunFindings;
}

const known = new WeakMap<ExtensionContext, NixFindings>();

/** The findings of Nix; the same for all parts of the extension, and ended with it. */
export function createNixFindings(parts: ExtensionParts): NixFindings {
  const { context } = parts;
  const findings = known.get(context) ?? newFindings(parts);
  if (!known.has(context)) {
    known.set(context, findings);
    context.subscriptions.push(findings);
  }
  return findings;
}

/** A run that finds more than this is broken as a whole. */
const mostPlaced = 200;

function newFindings(parts: ExtensionParts): NixFindings {
  const { output } = parts;
  const collection = languages.createDiagnosticCollection("plasmacloud-nix");
  const store = new FindingStore();
  /** The latest run over each scope. */
  const latest = new Map<string, symbol>();

  const show = (path: string): void => collection.set(Uri.file(path), store.shown(path).map(toNixDiagnostic));
  const isNixs = ({ uri }: TextDocument): boolean => uri.scheme === "file" && store.files().includes(uri.fsPath);
  const compare = (path: string): void => {
    for (const changed of store.live(path, liveFindings(path))) show(changed);
  };
  const take = async (scope: string, placed: PlacedNixFinding): Promise<void> => {
    const { path } = placed;
    const disk = await readWorkspaceText(path);
    const place = disk === null ? null : placeInBuffer(disk, openDocument(path)?.getText() ?? disk, placed.range);
    if (place === null) return;
    const extent = shiftNixRange(placed.extent, place.range.start.line - placed.range.start.line);
    store.add(scope, { ...placed, range: place.range, extent }, place.text, place.isOld);
    for (const other of new Set([path, ...placed.related.map((related) => related.path)])) compare(other);
    show(path);
  };

  const verify = (path: string, text: string): void => {
    const lines = linesOf(text);
    if (store.verify(path, (from, to) => lines.slice(from, to + 1).join("\n"))) show(path);
  };
  const watcher = workspace.createFileSystemWatcher("**/*", true);
  const listeners = [
    watcher,
    watcher.onDidDelete(({ fsPath }) => {
      for (const path of store.remove(fsPath)) show(path);
    }),
    watcher.onDidChange(async ({ fsPath }) => {
      if (!store.files().includes(fsPath) || openDocument(fsPath) !== undefined) return;
      verify(fsPath, (await readWorkspaceText(fsPath)) ?? "");
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (isNixs(document) && store.edit(document.uri.fsPath, contentChanges)) show(document.uri.fsPath);
    }),
    workspace.onDidOpenTextDocument((document) => {
      if (isNixs(document)) verify(document.uri.fsPath, document.getText());
    }),
    languages.onDidChangeDiagnostics(({ uris }) => {
      if (store.files().length === 0) return;
      for (const { scheme, fsPath } of uris) if (scheme === "file") compare(fsPath);
    }),
  ];

  return {
    begin({ folder, title, attribute, scope = folder }) {
      const run = Symbol(title);
      latest.set(scope, run);
      for (const path of store.begin(scope)) show(path);
      const world = workspaceWorld(folder, attribute ?? null, parts);
      let isOver = false;
      let count = 0;
      const place = async (finding: NixFinding): Promise<void> => {
        const placed = await placeNixFinding(await world, finding);
        output.debug(`${title}: ${finding.kind}: ${finding.message}${placed === null ? " (no place)" : ""}`);
        if (placed !== null && !(isOver && latest.get(scope) !== run)) await take(scope, placed);
      };
      let placing = Promise.resolve();
      const reader = createNixReader((finding) => {
        if (++count > mostPlaced) return;
        placing = placing.then(() => place(finding)).catch((error: unknown) => output.error(String(error)));
      });
      return {
        message: reader.message,
        line: reader.line,
        end() {
          isOver = true;
          reader.end();
        },
      };
    },
    dispose() {
      for (const listener of listeners) listener.dispose();
      collection.dispose();
    },
  };
}

function openDocument(path: string): TextDocument | undefined {
  return workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === path);
}

/** What the language server says of a file. */
function liveFindings(path: string): readonly LiveFinding[] {
  return languages
    .getDiagnostics(Uri.file(path))
    .filter(({ source }) => source === "plasmacloud")
    .map(({ code, range }) => ({ code: codeText(code), range }));
}

function codeText(code: Diagnostic["code"]): string {
  return String(typeof code === "object" ? code.value : code);
}
