/**
 * The open documents: their text, version and parsed form, kept up to date edit by edit.
 * Invariant: a document is here exactly between `didOpen` and `didClose`, and its trees are freed then.
 */
import type {
  DidChangeTextDocumentParams,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from "vscode-languageserver";
import { LineIndex } from "../../base/lineIndex.ts";
import type { PositionRange, Range } from "../../base/range.ts";
import { normalizeUri, type Uri } from "../../base/uri.ts";
import type { Parser, SyntaxDocument } from "../../syntax/parse/parser.ts";
import { changeBetween } from "../../syntax/tree/anchors.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { PositionEdit } from "../diagnostics/shift.ts";

export interface OpenDocument {
  readonly uri: Uri;
  /** As the client spells it. */
  readonly clientUri: string;
  readonly version: number;
  readonly file: ParsedFile;
}

interface Entry {
  readonly clientUri: string;
  version: number;
  readonly syntax: SyntaxDocument;
}

export class Documents {
  readonly #parser: Parser;
  readonly #entries = new Map<Uri, Entry>();

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  open({ uri: clientUri, text, version }: TextDocumentItem): OpenDocument {
    const uri = normalizeUri(clientUri);
    this.close(clientUri);
    const entry = { clientUri, version, syntax: this.#parser.open(uri, text) };
    this.#entries.set(uri, entry);
    return view(uri, entry);
  }

  /** `null` for a document that is not open. The edits are in the order they were made. */
  change({
    textDocument,
    contentChanges,
  }: DidChangeTextDocumentParams): (OpenDocument & { readonly edits: readonly PositionEdit[] }) | null {
    const uri = normalizeUri(textDocument.uri);
    const entry = this.#entries.get(uri);
    if (entry === undefined) return null;
    const edits = applyChanges(entry.syntax, contentChanges);
    // a client that says no version has changed the text all the same
    entry.version = textDocument.version ?? entry.version;
    return { ...view(uri, entry), edits };
  }

  close(clientUri: string): Uri {
    const uri = normalizeUri(clientUri);
    this.#entries.get(uri)?.syntax.close();
    this.#entries.delete(uri);
    return uri;
  }

  get(clientUri: string): OpenDocument | null {
    const uri = normalizeUri(clientUri);
    const entry = this.#entries.get(uri);
    return entry === undefined ? null : view(uri, entry);
  }

  all(): readonly OpenDocument[] {
    return [...this.#entries].map(([uri, entry]) => view(uri, entry));
  }

  dispose(): void {
    for (const { syntax } of this.#entries.values()) syntax.close();
    this.#entries.clear();
  }
}

function view(uri: Uri, { clientUri, version, syntax }: Entry): OpenDocument {
  return { uri, clientUri, version, file: syntax.file };
}

/** Several changes, or a whole new text, are brought down to one edit, so that the text is parsed once. */
function applyChanges(syntax: SyntaxDocument, changes: readonly TextDocumentContentChangeEvent[]): PositionEdit[] {
  const [only] = changes;
  if (changes.length === 1 && only !== undefined && "range" in only) return [applyRange(syntax, only.range, only.text)];
  const { text, lines } = syntax.file;
  const next = changes.reduce(replaceIn, text);
  if (next === text) return [];
  const { start, end, newEnd } = changeBetween(text, next);
  syntax.replace(next);
  return [{ range: lines.rangeAt({ start, end }), text: next.slice(start, newEnd) }];
}

function applyRange(syntax: SyntaxDocument, range: PositionRange, text: string): PositionEdit {
  const { lines } = syntax.file;
  const replaced = orderedRange(lines, range);
  syntax.edit(replaced, text);
  return { range: lines.rangeAt(replaced), text };
}

function replaceIn(text: string, change: TextDocumentContentChangeEvent): string {
  if (!("range" in change)) return change.text;
  const { start, end } = orderedRange(new LineIndex(text), change.range);
  return text.slice(0, start) + change.text + text.slice(end);
}

/** Clamped into the text, its ends in order, as editors take a range that is neither. */
function orderedRange(lines: LineIndex, { start, end }: PositionRange): Range {
  const [from, to] = [lines.offsetAt(start), lines.offsetAt(end)];
  return { start: Math.min(from, to), end: Math.max(from, to) };
}
