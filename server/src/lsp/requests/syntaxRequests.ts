/** Requests that are answered from the syntax of one file, or from what is known of the workspace: colours, selections, symbols. */
import type { SelectionRange, SemanticTokens, SemanticTokensDelta } from "vscode-languageserver";
import type { Uri } from "../../base/uri.ts";
import { selectionRanges } from "../../features/selectionRanges.ts";
import { semanticTokens } from "../../features/semanticTokens.ts";
import { workspaceSymbols } from "../../features/workspaceSymbols.ts";
import { toSelectionRange, toTokenData, toWorkspaceSymbol } from "../convert/featuresToLsp.ts";
import type { OpenDocument } from "../state/documents.ts";
import type { ServerState } from "../state/serverState.ts";
import { guard } from "./guard.ts";

/** Installs the handlers of a session. Beside another server only hosts, services, modules and options are named. */
export function registerSyntaxRequests(state: ServerState): void {
  const { connection, log, documents, workspace } = state;
  const sent = new SentTokens();
  const served = (uri: string): OpenDocument | null => (state.mode === "full" ? documents.get(uri) : null);

  connection.languages.semanticTokens.on(
    guard(log, "semanticTokens", { data: [] }, ({ textDocument }): SemanticTokens => {
      const document = served(textDocument.uri);
      return document === null
        ? { data: [] }
        : sent.whole(document.uri, toTokenData(document.file, tokensOf(document)));
    }),
  );
  connection.languages.semanticTokens.onDelta(
    guard(log, "semanticTokensDelta", { data: [] }, ({ textDocument, previousResultId }) => {
      const document = served(textDocument.uri);
      if (document === null) return { data: [] };
      return sent.since(document.uri, previousResultId, toTokenData(document.file, tokensOf(document)));
    }),
  );
  connection.languages.semanticTokens.onRange(
    guard(log, "semanticTokensRange", { data: [] }, ({ textDocument, range }): SemanticTokens => {
      const document = served(textDocument.uri);
      if (document === null) return { data: [] };
      const { file } = document;
      const asked = { start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) };
      return { data: toTokenData(file, semanticTokens(file, asked)) };
    }),
  );
  connection.onSelectionRanges(
    guard(log, "selectionRange", null, ({ textDocument, positions }): SelectionRange[] | null => {
      const file = documents.get(textDocument.uri)?.file;
      if (file === undefined) return null;
      return positions.map((position) => toSelectionRange(file, selectionRanges(file, file.lines.offsetAt(position))));
    }),
  );
  connection.onWorkspaceSymbol(
    guard(log, "workspaceSymbol", null, ({ query }) => {
      const { hosts, options, files, roots } = workspace;
      const open = state.mode === "full" ? documents.all().map(({ file }) => file) : [];
      const found = workspaceSymbols({ hosts, options, files, roots, open }, query);
      return found.map((symbol) => toWorkspaceSymbol(symbol, (uri) => state.clientUri(uri)));
    }),
  );
}

function tokensOf({ file }: OpenDocument) {
  return semanticTokens(file, null);
}

/** The last answer for each file, so that the next one may say only what changed. */
class SentTokens {
  readonly #last = new Map<Uri, { readonly id: string; readonly data: readonly number[] }>();
  #count = 0;

  whole(uri: Uri, data: number[]): SemanticTokens {
    const id = String(++this.#count);
    this.#last.set(uri, { id, data });
    return { resultId: id, data };
  }

  /** Everything where `id` is not that of the last answer. */
  since(uri: Uri, id: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const last = this.#last.get(uri);
    const { resultId } = this.whole(uri, data);
    if (last?.id !== id || resultId === undefined) return { resultId: resultId ?? "", data };
    const before = last.data;
    const shorter = Math.min(before.length, data.length);
    let start = 0;
    while (start < shorter && before[start] === data[start]) start++;
    let tail = 0;
    while (tail < shorter - start && before[before.length - 1 - tail] === data[data.length - 1 - tail]) tail++;
    const deleteCount = before.length - tail - start;
    const inserted = data.slice(start, data.length - tail);
    if (deleteCount === 0 && inserted.length === 0) return { resultId, edits: [] };
    return { resultId, edits: [{ start, deleteCount, data: inserted }] };
  }
}
