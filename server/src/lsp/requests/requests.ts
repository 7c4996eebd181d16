/** The interactive requests: guard, feature, convert. */

import * as v from "valibot";
import { CodeActionKind, type CompletionItem, type Position, type TextDocumentIdentifier } from "vscode-languageserver";
import type { PositionRange } from "../../base/range.ts";
import { complete } from "../../features/completion/complete.ts";
import { completionDocumentation } from "../../features/completion/documentation.ts";
import type { CompletionKind } from "../../features/completion/item.ts";
import type { FeatureContext } from "../../features/context/context.ts";
import { documentLinks } from "../../features/documentLinks.ts";
import { documentSymbols } from "../../features/documentSymbols.ts";
import { folding } from "../../features/folding.ts";
import { definition } from "../../features/goToDefinition.ts";
import { hover } from "../../features/hover.ts";
import { formatKind } from "../convert/capabilities.ts";
import {
  toCompletionList,
  toDefinition,
  toDocumentLink,
  toFoldingRange,
  toHover,
  toMarkup,
  toSymbols,
} from "../convert/featuresToLsp.ts";
import { toCodeAction, toDiagnostic } from "../convert/toLsp.ts";
import type { OpenDocument } from "../state/documents.ts";
import type { ServerState } from "../state/serverState.ts";
import { codeActions } from "./codeActions.ts";
import { formatAction } from "./formatRequests.ts";
import { guard } from "./guard.ts";
import { answer } from "./requestWorld.ts";

/** What the other server completes as well, in mode `optionsOnly`. */
const names: ReadonlySet<CompletionKind> = new Set(["variable", "parameter", "function", "keyword"]);

/** What an item that was sent carries back. */
const documentationRef = v.variant("kind", [
  v.object({ kind: v.literal("option"), path: v.array(v.string()) }),
  v.object({ kind: v.literal("lib"), path: v.array(v.string()) }),
  v.object({ kind: v.literal("builtin"), name: v.string() }),
]);

/** Installs the handlers of a session. */
export function registerFeatures(state: ServerState): void {
  const { connection, log, client } = state;
  const at = <T>(position: Position, feature: (context: FeatureContext, offset: number) => T) => {
    return (context: FeatureContext) => feature(context, context.file.lines.offsetAt(position));
  };

  connection.onCompletion(
    guard(log, "completion", null, ({ textDocument, position }) =>
      over(state, textDocument, at(position, complete), ({ file }, result) => {
        if (result === null) return null;
        const items = state.mode === "full" ? result.items : result.items.filter(({ kind }) => !names.has(kind));
        return toCompletionList(file, { ...result, items }, client);
      }),
    ),
  );
  connection.onCompletionResolve((item) =>
    guard(log, "completionResolve", item, (asked: CompletionItem) => {
      const reference = v.safeParse(documentationRef, asked.data);
      if (!reference.success) return asked;
      const { hosts } = state.workspace;
      const markdown = completionDocumentation({ options: state.options, hosts }, reference.output);
      return markdown === null ? asked : { ...asked, documentation: toMarkup(state.clientMarkdown(markdown)) };
    })(item),
  );
  connection.onHover(
    guard(log, "hover", null, ({ textDocument, position }) =>
      over(state, textDocument, at(position, hover), ({ file }, result) => {
        const markdown = state.mode === "full" ? result?.markdown : result?.option;
        return result && markdown ? toHover(file, result.range, state.clientMarkdown(markdown)) : null;
      }),
    ),
  );
  connection.onDefinition(
    guard(log, "definition", null, ({ textDocument, position }) =>
      over(state, textDocument, at(position, definition), ({ file }, result) => {
        if (result === null || (state.mode !== "full" && !result.isOption)) return null;
        return toDefinition(file, result, client, (uri) => state.clientUri(uri));
      }),
    ),
  );
  connection.onDocumentSymbol(
    guard(log, "documentSymbol", null, ({ textDocument }) => {
      if (state.mode !== "full") return null;
      return over(state, textDocument, documentSymbols, ({ file, clientUri }, result) =>
        toSymbols(file, result, client, clientUri),
      );
    }),
  );
  connection.onFoldingRanges(
    guard(log, "foldingRange", null, ({ textDocument }) =>
      over(state, textDocument, folding, (_, result) => result.map(toFoldingRange)),
    ),
  );
  connection.onDocumentLinks(
    guard(log, "documentLink", null, ({ textDocument }) =>
      over(state, textDocument, documentLinks, ({ file }, result) => result.map((link) => toDocumentLink(file, link))),
    ),
  );
  connection.onCodeAction(
    guard(log, "codeAction", null, async ({ textDocument, range, context: { only } }) => {
      const wants = (kind: string): boolean => only?.some((asked) => `${kind}.`.startsWith(`${asked}.`)) ?? false;
      const fixes =
        only === undefined || wants(CodeActionKind.QuickFix) ? await quickFixes(state, textDocument, range) : null;
      const format = wants(formatKind) ? await formatAction(state, textDocument) : null;
      return fixes === null && format === null ? null : [...(fixes ?? []), ...(format === null ? [] : [format])];
    }),
  );
}

function quickFixes(state: ServerState, textDocument: TextDocumentIdentifier, range: PositionRange) {
  return over(
    state,
    textDocument,
    (context) => ({ context, actions: codeActions(context, state.shown(context.file.uri), range) }),
    (document, { context, actions }) => {
      if (state.version(document.uri) !== document.version) return null;
      const linesOf = (uri: string) => context.other(uri)?.lines ?? null;
      return actions.flatMap(({ fix, findings }) => {
        const diagnostics = findings.map((finding) => toDiagnostic(state, finding));
        return toCodeAction(state, linesOf, fix, diagnostics) ?? [];
      });
    },
  );
}

/** A feature over an open document, converted; `null` for a document that is not open. */
async function over<T, R>(
  state: ServerState,
  { uri }: TextDocumentIdentifier,
  feature: (context: FeatureContext) => T,
  convert: (document: OpenDocument, result: T) => R,
): Promise<R | null> {
  const document = state.documents.get(uri);
  return document === null ? null : convert(document, await answer(state, document, feature));
}
