/** The one maker of LSP objects. Everything else of the server knows offsets, places and plain results only. */

import {
  type CodeAction,
  CodeActionKind,
  type CreateFile,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextEdit as LspTextEdit,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { LineIndex } from "../../base/lineIndex.ts";
import { pushTo } from "../../base/pushTo.ts";
import type { Range } from "../../base/range.ts";
import { safeLine } from "../../base/safeText.ts";
import type { Uri } from "../../base/uri.ts";
import type { Fix, PlacedFinding, Severity, TextEdit } from "../../rules/support/rule.ts";
import { rulesPage } from "../../session/findings/rulesPage.ts";

const severities: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What conversion asks about documents: how the client spells a URI, and which version it has. */
export interface ConvertContext {
  clientUri(uri: Uri): string;
  version(uri: Uri): number | null;
  /** Whether edits may make files and name versions. */
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
}

export function toDiagnostic(context: ConvertContext, finding: PlacedFinding): Diagnostic {
  const { range, severity, code, message, hosts, tags, related } = finding;
  return {
    range,
    severity: severities[severity],
    code,
    codeDescription: { href: rulesPage(code) },
    source: "plasmacloud",
    message: hosts === null ? message : `${message}\n(on ${hostNames(hosts)})`,
    ...(tags.length === 0 ? {} : { tags: tags.map(() => DiagnosticTag.Unnecessary) }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((other) => ({
            location: { uri: context.clientUri(other.uri), range: other.range },
            message: other.message,
          })),
        }),
  };
}

function hostNames(hosts: readonly string[]): string {
  return [...hosts].sort().map(safeLine).join(", ");
}

/** Where the lines of a file are; `null`: its text is not at hand. */
export type LinesOf = (uri: Uri) => LineIndex | null;

/** `null`: the fix needs something that this client cannot do, or a file whose text is not at hand. */
export function toCodeAction(
  context: ConvertContext,
  linesOf: LinesOf,
  fix: Fix,
  diagnostics: Diagnostic[],
  kind: CodeActionKind = CodeActionKind.QuickFix,
): CodeAction | null {
  const edit = toWorkspaceEdit(context, linesOf, fix);
  if (edit === null) return null;
  const action = { title: safeLine(fix.title), kind, edit };
  return diagnostics.length === 0 ? action : { ...action, diagnostics, isPreferred: fix.preferred };
}

function toWorkspaceEdit(context: ConvertContext, linesOf: LinesOf, fix: Fix): WorkspaceEdit | null {
  const creates = fix.creates ?? [];
  if (creates.length > 0 && !(context.documentChanges && context.createFiles)) return null;
  const byFile = new Map<Uri, LspTextEdit[]>();
  for (const edit of fix.edits) {
    const converted = toTextEdit(linesOf, edit);
    if (converted === null) return null;
    pushTo(byFile, edit.uri, converted);
  }
  if (!context.documentChanges) {
    return { changes: Object.fromEntries([...byFile].map(([uri, edits]) => [context.clientUri(uri), edits])) };
  }
  return {
    documentChanges: [
      ...creates.flatMap(({ uri, text }) => newFile(context.clientUri(uri), text)),
      ...[...byFile].map(
        ([uri, edits]): TextDocumentEdit => ({
          textDocument: { uri: context.clientUri(uri), version: context.version(uri) },
          edits,
        }),
      ),
    ],
  };
}

function newFile(uri: string, text: string): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  return [
    { kind: "create", uri, options: { ignoreIfExists: true } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ];
}

function toTextEdit(linesOf: LinesOf, { uri, range, newText }: TextEdit): LspTextEdit | null {
  const lines = linesOf(uri);
  return lines === null ? null : { range: lines.rangeAt(range), newText };
}

/** Edits of one file, in offsets of the text that these lines are of. */
export function toTextEdits(
  lines: LineIndex,
  edits: readonly { readonly range: Range; readonly newText: string }[],
): LspTextEdit[] {
  return edits.map(({ range, newText }) => ({ range: lines.rangeAt(range), newText }));
}
