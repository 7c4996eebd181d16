/** Features' plain results as LSP objects. With `toLsp.ts` the one maker of LSP objects. */
import {
  CompletionItemKind,
  type CompletionList,
  type Definition,
  type DefinitionLink,
  type FoldingRange,
  FoldingRangeKind,
  type Hover,
  InsertTextFormat,
  type CompletionItem as LspCompletionItem,
  type DocumentLink as LspDocumentLink,
  type DocumentSymbol as LspDocumentSymbol,
  type MarkupContent,
  MarkupKind,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
} from "vscode-languageserver";
import type { PositionRange, Range } from "../../base/range.ts";
import { type Markdown, safeLine } from "../../base/safeText.ts";
import type { Uri } from "../../base/uri.ts";
import type { CompletionItem, CompletionKind, CompletionResult } from "../../features/completion/item.ts";
import type { DocumentLink } from "../../features/documentLinks.ts";
import type { DocumentSymbol } from "../../features/documentSymbols.ts";
import type { Fold } from "../../features/folding.ts";
import type { DefinitionResult } from "../../features/goToDefinition.ts";
import { type SemanticToken, tokenModifiers, tokenTypes } from "../../features/semanticTokens.ts";
import type { WorkspaceSymbol } from "../../features/workspaceSymbols.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { ClientAbilities } from "./capabilities.ts";
import { plainText } from "./snippetText.ts";

export function toHover({ lines }: ParsedFile, range: Range, markdown: Markdown): Hover {
  return { range: lines.rangeAt(range), contents: toMarkup(markdown) };
}

/** The only way to Markdown that a client renders. */
export function toMarkup(markdown: Markdown): MarkupContent {
  return { kind: MarkupKind.Markdown, value: markdown };
}

const completionKinds: { readonly [kind in CompletionKind]: CompletionItemKind } = {
  option: CompletionItemKind.Property,
  namespace: CompletionItemKind.Module,
  attribute: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  enumMember: CompletionItemKind.EnumMember,
  package: CompletionItemKind.Module,
  variable: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};

/** Documentation is looked up when an item is shown: `data` says which. */
export function toCompletionList(file: ParsedFile, result: CompletionResult, client: ClientAbilities): CompletionList {
  const range = file.lines.rangeAt(result.range);
  return {
    isIncomplete: result.isIncomplete,
    items: result.items.map((item) => toCompletionItem(item, range, client)),
  };
}

function toCompletionItem(item: CompletionItem, range: PositionRange, client: ClientAbilities): LspCompletionItem {
  const isSnippet = item.snippet && client.snippets;
  return {
    label: item.label,
    kind: completionKinds[item.kind],
    filterText: item.filter,
    sortText: item.sort,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: item.snippet && !isSnippet ? plainText(item.insert) : item.insert },
    ...(item.detail === null ? {} : { detail: safeLine(item.detail) }),
    ...(item.note === null ? {} : { labelDetails: { description: safeLine(item.note) } }),
    ...(item.documentation === null ? {} : { data: item.documentation }),
    ...(item.again ? { command: { title: "", command: "editor.action.triggerSuggest" } } : {}),
  };
}

/** `clientUri` spells a URI as the client does. */
export function toDefinition(
  { lines }: ParsedFile,
  { range, targets }: DefinitionResult,
  client: ClientAbilities,
  clientUri: (uri: Uri) => string,
): Definition | DefinitionLink[] {
  if (!client.linkDefinitions) return targets.map((place) => ({ uri: clientUri(place.uri), range: place.range }));
  return targets.map((place) => ({
    originSelectionRange: lines.rangeAt(range),
    targetUri: clientUri(place.uri),
    targetRange: place.range,
    targetSelectionRange: place.range,
  }));
}

const symbolKinds: { readonly [kind in DocumentSymbol["kind"]]: SymbolKind } = {
  set: SymbolKind.Module,
  list: SymbolKind.Array,
  function: SymbolKind.Function,
  boolean: SymbolKind.Boolean,
  number: SymbolKind.Number,
  string: SymbolKind.String,
  file: SymbolKind.File,
  variable: SymbolKind.Variable,
  value: SymbolKind.Property,
};

export function toSymbols(
  file: ParsedFile,
  symbols: readonly DocumentSymbol[],
  client: ClientAbilities,
  uri: string,
): LspDocumentSymbol[] | SymbolInformation[] {
  return client.hierarchicalSymbols
    ? symbols.map((symbol) => toSymbol(file, symbol))
    : symbols.flatMap((symbol) => flatSymbols(file, symbol, uri));
}

function toSymbol(file: ParsedFile, symbol: DocumentSymbol): LspDocumentSymbol {
  return {
    name: symbol.name,
    ...(symbol.detail === null ? {} : { detail: symbol.detail }),
    kind: symbolKinds[symbol.kind],
    range: file.lines.rangeAt(symbol.range),
    selectionRange: file.lines.rangeAt(symbol.selectionRange),
    children: symbol.children.map((child) => toSymbol(file, child)),
  };
}

function flatSymbols(file: ParsedFile, symbol: DocumentSymbol, uri: string): SymbolInformation[] {
  const own = {
    name: symbol.name,
    kind: symbolKinds[symbol.kind],
    location: { uri, range: file.lines.rangeAt(symbol.range) },
  };
  return [own, ...symbol.children.flatMap((child) => flatSymbols(file, child, uri))];
}

const foldKinds = {
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
};

export function toFoldingRange({ startLine, endLine, kind }: Fold): FoldingRange {
  return kind === "code" ? { startLine, endLine } : { startLine, endLine, kind: foldKinds[kind] };
}

export function toDocumentLink({ lines }: ParsedFile, { range, target }: DocumentLink): LspDocumentLink {
  return { range: lines.rangeAt(range), target };
}

/** Five numbers a token, each place relative to the one before it. */
export function toTokenData({ lines }: ParsedFile, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { range, type, modifiers } of tokens) {
    const at = lines.positionAt(range.start);
    const line = at.line - before.line;
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
    data.push(line, line === 0 ? at.character - before.character : at.character);
    data.push(range.end - range.start, tokenTypes.indexOf(type), bits);
    before = at;
  }
  return data;
}

/** `ranges`: from the smallest to the largest, at least one. */
export function toSelectionRange({ lines }: ParsedFile, ranges: readonly Range[]): SelectionRange {
  let parent: SelectionRange | null = null;
  for (const range of [...ranges].reverse()) {
    const next: SelectionRange = { range: lines.rangeAt(range) };
    parent = parent === null ? next : { ...next, parent };
  }
  return parent ?? { range: lines.rangeAt({ start: 0, end: 0 }) };
}

const workspaceKinds = {
  ...symbolKinds,
  host: SymbolKind.Class,
  service: SymbolKind.Interface,
  module: SymbolKind.File,
  option: SymbolKind.Property,
};

/** `clientUri` spells a URI as the client does. */
export function toWorkspaceSymbol(
  { name, kind, container, uri, range }: WorkspaceSymbol,
  clientUri: (uri: Uri) => string,
): SymbolInformation {
  const symbol = { name: safeLine(name), kind: workspaceKinds[kind], location: { uri: clientUri(uri), range } };
  return container === null ? symbol : { ...symbol, containerName: safeLine(container) };
}
