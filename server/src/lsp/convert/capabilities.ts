/** Capabilities: the client's, read once, and the server's own. */
import {
  type ClientCapabilities,
  CodeActionKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { tokenModifiers, tokenTypes } from "../../features/semanticTokens.ts";

/** The abilities that the server asks about. */
export interface ClientAbilities {
  /** It asks for diagnostics, and can be told to ask again. */
  readonly pullDiagnostics: boolean;
  readonly configuration: boolean;
  readonly configurationEvents: boolean;
  readonly workspaceFolders: boolean;
  readonly watchFiles: boolean;
  readonly snippets: boolean;
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly linkDefinitions: boolean;
  /** Formatting can be offered and taken back while it runs. */
  readonly dynamicFormatting: boolean;
}

export function clientAbilities({ textDocument, workspace }: ClientCapabilities): ClientAbilities {
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes("create") === true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    linkDefinitions: textDocument?.definition?.linkSupport === true,
    dynamicFormatting:
      textDocument?.formatting?.dynamicRegistration === true &&
      textDocument.rangeFormatting?.dynamicRegistration === true,
  };
}

const everyFolder = {
  filters: [{ scheme: "file", pattern: { glob: "**/*" } }],
};

/** The kind of the code action that formats a file. */
export const formatKind = "source.format.nix";

/** `formats`: whether formatting is served, as it is at the start. */
export function serverCapabilities(client: ClientAbilities, formats: boolean): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    completionProvider: { resolveProvider: true, triggerCharacters: [".", "/", "$", "{", '"', "<"] },
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "{" },
    selectionRangeProvider: true,
    workspaceSymbolProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
    documentLinkProvider: { resolveProvider: false },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, formatKind] },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: everyFolder, didRename: everyFolder, didDelete: everyFolder },
    },
    ...(client.dynamicFormatting || !formats
      ? {}
      : { documentFormattingProvider: true, documentRangeFormattingProvider: true }),
    ...(client.pullDiagnostics
      ? { diagnosticProvider: { identifier: "plasmacloud", interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
  };
}
