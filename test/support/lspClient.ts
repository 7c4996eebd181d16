/**
 * A language client for tests, on vscode-jsonrpc alone: starts the built server, keeps documents as an editor does,
 * applies completions and fixes to them, and writes down everything that passes.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
  Range,
  RegistrationParams,
  TextEdit,
  UnregistrationParams,
} from "vscode-languageserver-protocol";
import { LineIndex } from "../../server/src/base/lineIndex.ts";
import { until } from "./until.mjs";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** How to reach the server: over its standard streams, over node's IPC, or the command line's own `lsp`. */
export type Transport = "stdio" | "ipc" | "cli";

export interface ClientOptions {
  readonly transport: Transport;
  /** The folder with the bundles, with a slash at its end; the repository's own when left out. */
  readonly bundles?: string;
  /** Paths of workspace folders. */
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  /** What `workspace/configuration` answers. */
  readonly settings?: object;
  /** What the server's environment has beside our own. */
  readonly environment?: NodeJS.ProcessEnv;
}

interface OpenText {
  text: string;
  version: number;
}

export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ["markdown"] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
  },
};

/** Starts a server and initialises it. */
export async function startClient(options: ClientOptions): Promise<LspClient> {
  const client = new LspClient(options);
  await client.initialise();
  return client;
}

export class LspClient {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  /** Everything that passed, without what differs from run to run. */
  readonly transcript: string[] = [];
  readonly messages: string[] = [];
  capabilities: InitializeResult["capabilities"] = {};
  readonly #options: ClientOptions;
  readonly #documents = new Map<string, OpenText>();
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  /** What the server has registered at run time, by method. */
  readonly registered = new Set<string>();
  busy = true;
  refreshes = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { child, connection } = start(options);
    this.process = child;
    this.connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params);
    });
    connection.onNotification("plasmacloud/status", (status: { busy: boolean }) => {
      this.busy = status.busy;
    });
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    connection.onRequest("client/registerCapability", (params: RegistrationParams) => {
      for (const { method } of params.registrations) this.registered.add(method);
      return null;
    });
    connection.onRequest("client/unregisterCapability", (params: UnregistrationParams) => {
      for (const { method } of params.unregisterations) this.registered.delete(method);
      return null;
    });
    connection.onRequest("workspace/configuration", (params: { items: unknown[] }) => {
      return params.items.map(() => options.settings ?? {});
    });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      return null;
    });
    connection.listen();
  }

  async initialise(): Promise<void> {
    const folders = this.#options.folders.map((path) => ({ uri: `file://${path}`, name: path }));
    const result: InitializeResult = await this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders,
      capabilities: this.#options.capabilities ?? fullCapabilities,
      initializationOptions: this.#options.initializationOptions,
    });
    this.capabilities = result.capabilities;
    this.#note("initialize", result.capabilities);
    await this.connection.sendNotification("initialized", {});
  }

  async open(uri: string, text: string): Promise<void> {
    this.#documents.set(uri, { text, version: 1 });
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "nix", version: 1, text },
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.#document(uri).text;
  }

  /** One edit, sent as the change of a range. */
  async edit(uri: string, range: { start: number; end: number }, newText: string): Promise<void> {
    const document = this.#document(uri);
    const lines = new LineIndex(document.text);
    document.text = document.text.slice(0, range.start) + newText + document.text.slice(range.end);
    document.version++;
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: document.version },
      contentChanges: [{ range: lines.rangeAt(range), text: newText }],
    });
  }

  /** Types a text key by key, and waits after each key until its syntax findings are there. */
  async type(uri: string, offset: number, typed: string): Promise<void> {
    for (const [index, key] of [...typed].entries()) {
      await this.edit(uri, { start: offset + index, end: offset + index }, key);
      this.#note(`typed ${JSON.stringify(key)}`, await this.symbols(uri));
    }
  }

  async symbols(uri: string): Promise<unknown> {
    return this.request("textDocument/documentSymbol", { textDocument: { uri } });
  }

  async request<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  async complete(uri: string, offset: number): Promise<readonly CompletionItem[]> {
    const list = await this.request<CompletionList | null>("textDocument/completion", {
      textDocument: { uri },
      position: this.position(uri, offset),
    });
    const items = list?.items ?? [];
    this.#note(
      "completion",
      items.map(({ label, insertTextFormat, textEdit }) => ({ label, insertTextFormat, textEdit })),
    );
    return items;
  }

  /** Accepts a completion as an editor without snippets would: placeholders stay as their defaults. */
  async accept(uri: string, item: CompletionItem): Promise<void> {
    const edit = item.textEdit;
    if (edit === undefined || !("range" in edit)) throw new Error(`${item.label} has no edit`);
    const newText = edit.newText.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\d+|\$\{\d+\}/g, "");
    await this.#apply(uri, [{ range: edit.range, newText }]);
  }

  async fixes(uri: string, range: Range): Promise<readonly CodeAction[]> {
    const actions = await this.request<CodeAction[] | null>("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    this.#note("codeAction", actions);
    return actions ?? [];
  }

  async applyFix(action: CodeAction): Promise<void> {
    for (const change of action.edit?.documentChanges ?? []) {
      if (!("edits" in change)) continue;
      const { uri, version } = change.textDocument;
      if (version !== null && version !== this.#document(uri).version)
        throw new Error(`the fix is for version ${version}`);
      await this.#apply(
        uri,
        change.edits.filter((edit): edit is TextEdit => "newText" in edit),
      );
    }
  }

  position(uri: string, offset: number): Position {
    return new LineIndex(this.text(uri)).positionAt(offset);
  }

  /** What was last sent for a file. */
  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#published.get(uri)?.diagnostics ?? [];
  }

  codes(uri: string): readonly string[] {
    return this.diagnostics(uri).map(({ code }) => String(code));
  }

  publishedFiles(): readonly string[] {
    return [...this.#published].filter(([, { diagnostics }]) => diagnostics.length > 0).map(([uri]) => uri);
  }

  /** Waits until a condition on what the server sent holds. */
  async until(what: string, condition: () => boolean): Promise<void> {
    await until(what, condition, () => ({ shown: [...this.#published.values()], messages: this.messages }));
  }

  /** Waits until nothing is being evaluated, and writes down what is shown. */
  async settle(): Promise<void> {
    // the change that was just sent has reached the server once it answers a request
    await this.symbols(this.#documents.keys().next().value ?? "");
    await this.until("an idle server", () => !this.busy);
    this.#note(
      "diagnostics",
      [...this.#published.values()].map(({ uri, diagnostics }) => ({ uri, diagnostics })),
    );
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    const ended = new Promise<number | null>((resolve) => this.process.on("exit", resolve));
    await this.connection.sendNotification("exit");
    const code = await ended;
    this.connection.dispose();
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
    this.connection.dispose();
  }

  async #apply(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const lines = new LineIndex(this.text(uri));
    const ranges = edits.map(({ range, newText }) => {
      return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText };
    });
    for (const { start, end, newText } of ranges.sort((left, right) => right.start - left.start)) {
      await this.edit(uri, { start, end }, newText);
    }
  }

  #document(uri: string): OpenText {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }

  #note(what: string, data: unknown): void {
    this.transcript.push(`${what}: ${JSON.stringify(data)}`);
  }
}

function start(options: ClientOptions): { child: ChildProcess; connection: MessageConnection } {
  const { transport, bundles = dist } = options;
  const env = { ...process.env, ...options.environment };
  const program = `${bundles}${transport === "cli" ? "plasmacloud-nix.js" : "server.js"}`;
  if (!existsSync(program)) throw new Error("the bundles are missing: run `npm run build` first");
  if (transport === "ipc") {
    const child = fork(program, ["--node-ipc"], { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    return { child, connection: createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)) };
  }
  const child = spawn(process.execPath, [program, ...(transport === "cli" ? ["lsp"] : []), "--stdio"], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return { child, connection };
}
