/** The language server over one connection: the life of a session and everything that changes its world. */

import * as v from "valibot";
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver";
import type { Log } from "../base/log.ts";
import { normalizeUri, type Uri } from "../base/uri.ts";
import {
  deployFactsMethod,
  didChangeModeMethod,
  didGrantTrustMethod,
  flakesMethod,
  hostsOfFileMethod,
  locateDefinitionsMethod,
} from "../protocol/protocol.ts";
import { connectionLog } from "./connectionLog.ts";
import { clientAbilities, serverCapabilities } from "./convert/capabilities.ts";
import { deployFacts } from "./requests/deployFactsRequest.ts";
import { registerFormatting } from "./requests/formatRequests.ts";
import { guard } from "./requests/guard.ts";
import { hostsOfFile } from "./requests/hostsOfFile.ts";
import { locateDefinitions } from "./requests/locateDefinitions.ts";
import { registerFeatures } from "./requests/requests.ts";
import { registerScaffold } from "./requests/scaffoldRequests.ts";
import { registerSearch } from "./requests/searchRequests.ts";
import { registerSyntaxRequests } from "./requests/syntaxRequests.ts";
import type { ServerServices } from "./state/serverParts.ts";
import { ServerState } from "./state/serverState.ts";
import { readSettings } from "./state/settings.ts";

const trustSchema = v.object({ trusted: v.fallback(v.nullish(v.boolean()), null) });
const modeSchema = v.object({ mode: v.fallback(v.picklist(["full", "withoutFormatting", "optionsOnly"]), "full") });

/** Serves one client until it shuts down. */
export function startServer(connection: Connection, services: ServerServices): void {
  const log = connectionLog(connection);
  connection.onInitialize((params) => {
    const state = initialState(connection, log, services, params);
    registerLifecycle(state, params);
    registerDocuments(state);
    registerDiagnostics(state);
    registerFeatures(state);
    registerFormatting(state);
    registerSyntaxRequests(state);
    registerScaffold(state);
    registerSearch(state);
    const result: InitializeResult = {
      capabilities: serverCapabilities(state.client, state.formats),
      serverInfo: { name: "plasmacloud-nix", version: services.version },
    };
    return result;
  });
  connection.listen();
}

function initialState(
  connection: Connection,
  log: Log,
  services: ServerServices,
  params: InitializeParams,
): ServerState {
  const options = v.safeParse(modeSchema, params.initializationOptions ?? {});
  const mode = options.success ? options.output.mode : "full";
  const trust = v.safeParse(trustSchema, params.initializationOptions ?? {});
  const trusted = (trust.success ? trust.output.trusted : null) ?? services.trusted;
  return new ServerState(connection, log, services, clientAbilities(params.capabilities), { mode, trusted });
}

function registerLifecycle(state: ServerState, params: InitializeParams): void {
  const { connection, log, client, workspace } = state;

  const refreshSettings = async (): Promise<void> => {
    if (!client.configuration) return;
    state.setSettings(readSettings(await connection.workspace.getConfiguration("plasmacloud"), log));
  };
  connection.onInitialized(
    guard(log, "initialized", undefined, async () => {
      workspace.setRoots(initialRoots(params));
      state.sendStatus();
      if (client.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guard(log, "didChangeWorkspaceFolders", undefined, ({ added, removed }) => {
            const gone = new Set(removed.map(({ uri }) => normalizeUri(uri)));
            const kept = workspace.roots.filter((uri) => !gone.has(uri));
            workspace.setRoots([...new Set([...kept, ...added.map(({ uri }) => normalizeUri(uri))])]);
          }),
        );
      }
      if (client.configurationEvents) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "plasmacloud" });
      }
      if (client.watchFiles) {
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: "**/*" }],
        });
      }
      await refreshSettings();
      state.modeChanged();
    }),
  );
  connection.onDidChangeConfiguration(
    guard(log, "didChangeConfiguration", undefined, async ({ settings }) => {
      if (client.configuration) await refreshSettings();
      else state.setSettings(readSettings(settings?.plasmacloud, log));
    }),
  );
  connection.onNotification(
    didChangeModeMethod,
    guard(log, "didChangeMode", undefined, (message: unknown) => {
      const checked = v.safeParse(modeSchema, message);
      if (checked.success) state.setMode(checked.output.mode);
    }),
  );
  connection.onNotification(
    didGrantTrustMethod,
    guard(log, "didGrantTrust", undefined, () => {
      log.info("The workspace is trusted.");
      workspace.trust();
    }),
  );
  connection.onRequest(
    deployFactsMethod,
    guard(log, "deployFacts", null, () => deployFacts(workspace, (uri) => state.shown(uri))),
  );
  connection.onRequest(
    locateDefinitionsMethod,
    guard(log, "locateDefinitions", null, (message: unknown) => locateDefinitions(state, message)),
  );
  connection.onRequest(
    hostsOfFileMethod,
    guard(log, "hostsOfFile", null, (message: unknown) => hostsOfFile(workspace, message)),
  );
  connection.onRequest(
    flakesMethod,
    guard(log, "flakes", [], () => workspace.flakes()),
  );
  connection.onShutdown(guard(log, "shutdown", undefined, () => state.dispose()));
}

function initialRoots({ workspaceFolders, rootUri }: InitializeParams): readonly Uri[] {
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
  return [...new Set(folders.map(normalizeUri))];
}

function registerDocuments(state: ServerState): void {
  const { connection, log, documents, workspace, store, client } = state;

  connection.onDidOpenTextDocument(
    guard(log, "didOpen", undefined, ({ textDocument }) => {
      state.opened(documents.open(textDocument));
      if (!client.watchFiles) workspace.diskChanged("all");
    }),
  );
  connection.onDidChangeTextDocument(
    guard(log, "didChange", undefined, (params) => {
      const document = documents.change(params);
      if (document === null) return;
      store.edit(document.uri, document.edits);
      state.opened(document);
    }),
  );
  connection.onDidCloseTextDocument(
    guard(log, "didClose", undefined, ({ textDocument }) => state.closed(documents.close(textDocument.uri))),
  );
  connection.onDidSaveTextDocument(
    guard(log, "didSave", undefined, ({ textDocument }) => {
      workspace.diskChanged(client.watchFiles ? [normalizeUri(textDocument.uri)] : "all");
    }),
  );
  connection.onDidChangeWatchedFiles(
    guard(log, "didChangeWatchedFiles", undefined, ({ changes }) => {
      const uris = changes.filter(isWatched).map(({ uri }) => normalizeUri(uri));
      if (uris.length > 0) workspace.diskChanged(uris);
    }),
  );
  connection.workspace.onDidCreateFiles(
    guard(log, "didCreateFiles", undefined, ({ files }) =>
      workspace.diskChanged(files.map(({ uri }) => normalizeUri(uri))),
    ),
  );
  connection.workspace.onDidDeleteFiles(
    guard(log, "didDeleteFiles", undefined, ({ files }) =>
      workspace.diskChanged(files.map(({ uri }) => normalizeUri(uri))),
    ),
  );
  connection.workspace.onDidRenameFiles(
    guard(log, "didRenameFiles", undefined, ({ files }) => {
      workspace.diskChanged(files.flatMap(({ oldUri, newUri }) => [normalizeUri(oldUri), normalizeUri(newUri)]));
    }),
  );
}

/** Folders that tools write to all the time and no configuration reads. */
function isWatched({ uri }: FileEvent): boolean {
  return !/\/(\.git|\.direnv|node_modules)(\/|$)/.test(uri);
}

function registerDiagnostics({ connection, log, pull }: ServerState): void {
  if (pull === null) return;
  connection.languages.diagnostics.on(
    guard(log, "diagnostic", { kind: "full", items: [] }, ({ textDocument, previousResultId }) => {
      return pull.document(textDocument.uri, previousResultId);
    }),
  );
  connection.languages.diagnostics.onWorkspace((params, token) => {
    return guard(log, "workspaceDiagnostic", { items: [] }, () => pull.workspace(params.previousResultIds, token))(
      params,
    );
  });
}
