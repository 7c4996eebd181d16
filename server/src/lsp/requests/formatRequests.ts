/**
 * Formatting: of a document, of a part of it, as a code action, and of what is typed.
 * Invariant: it is offered exactly while nothing else formats, so that no formatter is there twice.
 */
import {
  type CodeAction,
  type Disposable,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type TextDocumentIdentifier,
  type TextEdit,
} from "vscode-languageserver";
import type { PositionRange } from "../../base/range.ts";
import type { LineEdit } from "../../features/formatting/lineDiff.ts";
import { typedBrace } from "../../features/formatting/typedBrace.ts";
import { formatFile } from "../../session/formatFile.ts";
import { formatKind } from "../convert/capabilities.ts";
import { toCodeAction, toTextEdits } from "../convert/toLsp.ts";
import type { OpenDocument } from "../state/documents.ts";
import type { ServerState } from "../state/serverState.ts";
import { guard } from "./guard.ts";

/** Installs the handlers of a session. */
export function registerFormatting(state: ServerState): void {
  const { connection, log, client } = state;
  const answer = (of: TextDocumentIdentifier, range: PositionRange | null): Promise<TextEdit[] | null> =>
    format(state, of, range, ({ file: { lines } }, edits) => toTextEdits(lines, edits));
  connection.onDocumentFormatting(guard(log, "formatting", null, ({ textDocument }) => answer(textDocument, null)));
  connection.onDocumentRangeFormatting(
    guard(log, "rangeFormatting", null, ({ textDocument, range }) => answer(textDocument, range)),
  );
  connection.onDocumentOnTypeFormatting(
    guard(log, "onTypeFormatting", null, ({ textDocument, position }) => {
      const document = state.mode === "full" ? state.documents.get(textDocument.uri) : null;
      if (document === null) return null;
      const { file } = document;
      return toTextEdits(file.lines, typedBrace(file, file.lines.offsetAt(position)));
    }),
  );
  if (client.dynamicFormatting) state.modeChanged = offering(state);
}

/** The code action that formats a whole file; `null` where nothing would change. */
export function formatAction(state: ServerState, of: TextDocumentIdentifier): Promise<CodeAction | null> {
  return format(state, of, null, ({ uri, file: { lines } }, edits) => {
    if (edits.length === 0) return null;
    const fix = { title: "Format this file", preferred: false, edits: edits.map((edit) => ({ ...edit, uri })) };
    return toCodeAction(state, () => lines, fix, [], formatKind);
  });
}

/** `null`: the document is not open, not ours to format, was edited meanwhile, or is left alone, which is said. */
async function format<T>(
  state: ServerState,
  { uri }: TextDocumentIdentifier,
  range: PositionRange | null,
  convert: (document: OpenDocument, edits: readonly LineEdit[]) => T,
): Promise<T | null> {
  const document = state.formats ? state.documents.get(uri) : null;
  if (document === null) return null;
  const { file } = document;
  const { formatter, parser } = state.services;
  const offsets = range && { start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) };
  const outcome = await formatFile(file, offsets, formatter, (text) => parser.parse(file.uri, text));
  if (outcome.kind === "leftAlone") {
    const message = `Not formatted: ${outcome.why}.`;
    if (outcome.faulty) state.log.info(message);
    else state.connection.window.showWarningMessage(message);
    return null;
  }
  return state.documents.get(uri)?.file === file ? convert(document, outcome.edits) : null;
}

/** What offers formatting, or takes the offer back, one step after the other. */
function offering(state: ServerState): () => void {
  const { connection, log } = state;
  let registered: readonly Disposable[] = [];
  let steps = Promise.resolve();
  const step = async (): Promise<void> => {
    const wanted = state.formats;
    if (wanted === registered.length > 0) return;
    for (const one of registered) one.dispose();
    registered = wanted
      ? [
          await connection.client.register(DocumentFormattingRequest.type, { documentSelector: null }),
          await connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector: null }),
        ]
      : [];
  };
  return () => {
    steps = steps.then(step).catch((error: unknown) => log.error("formatting", error));
  };
}
