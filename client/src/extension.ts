/**
 * The extension, whatever host it runs in: makes the language client and everything that shows its state.
 * Invariant: activation only registers; reading, starting and waiting happen after it has returned, and so does loading the
 * language client, which takes longer than all the rest.
 */
import { type ExtensionContext, extensions, l10n, window, workspace } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import {
  type DidChangeModeParams,
  didChangeModeMethod,
  didGrantTrustMethod,
  type ServerMode,
  type StatusParams,
  statusMethod,
} from "../../server/src/protocol/protocol.ts";
import { registerCommands } from "./commands.ts";
import { createStatus } from "./status.ts";
import { coexistenceMode } from "./workbench/coexistence.ts";
import { createContextKeys } from "./workbench/contextKeys.ts";
import type { Part, ServerLink } from "./workbench/parts.ts";
import { markDone, registerProgress } from "./workbench/progress.ts";

/** Makes a client for the host at hand; it is not started yet. */
export type ClientFactory = (id: string, name: string, options: LanguageClientOptions) => Promise<BaseLanguageClient>;

let current: BaseLanguageClient | null = null;
/** How often the server was stopped: a start that was still loading then starts nothing. */
let stops = 0;

/** Registers everything, `parts` among it, and starts the server soon after. */
export function startExtension(context: ExtensionContext, createClient: ClientFactory, parts: readonly Part[]): void {
  const output = window.createOutputChannel("PlasmaCloud", { log: true });
  const status = createStatus();
  const showContextKeys = createContextKeys();
  context.subscriptions.push(output, status);
  let mode: ServerMode = "full";

  const start = async (): Promise<void> => {
    const before = stops;
    const [{ State }, { clientOptions }] = await Promise.all([
      import("vscode-languageclient"),
      import("./clientOptions.ts"),
    ]);
    const told = { trusted: workspace.isTrusted, mode: coexistenceMode() };
    mode = told.mode;
    const client = await createClient("plasmacloud", "PlasmaCloud", clientOptions(output, told));
    if (stops !== before) return;
    current = client;
    client.onNotification(statusMethod, (params: StatusParams) => {
      status.update(params);
      showContextKeys(params);
      if (params.hosts.length > 0) void markDone("hasOpened");
    });
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) status.starting();
      else if (newState !== State.Running) status.failed();
      if (newState !== State.Running) showContextKeys(null);
    });
    await client.start();
    // What changed while the server was starting could not be told then.
    if (mode !== told.mode) await sendMode(client, mode);
    if (workspace.isTrusted && !told.trusted) await client.sendNotification(didGrantTrustMethod);
  };
  const startAndReport = async (): Promise<void> => {
    try {
      await start();
    } catch (error) {
      output.error(error instanceof Error ? error : String(error));
      status.failed();
      showContextKeys(null);
    }
  };
  let starting = new Promise<void>((resolve) => {
    setTimeout(() => resolve(startAndReport()), 0);
  });
  const restart = async (): Promise<void> => {
    await stopExtension();
    starting = startAndReport();
    await starting;
  };
  const reviewMode = async (): Promise<void> => {
    const next = coexistenceMode();
    if (next === mode || current === null) return;
    mode = next;
    output.info(modeText(next));
    if (current.isRunning()) await sendMode(current, mode);
  };

  const server: ServerLink = {
    async request<R>(method: string, params: object): Promise<R> {
      await starting;
      if (current === null) throw new Error(l10n.t("The language server is not running."));
      return current.sendRequest<R>(method, params);
    },
  };

  context.subscriptions.push(
    ...registerProgress(),
    ...registerCommands({ output, restart, hosts: status.hosts }),
    ...parts.flatMap((part) => part({ context, output, server, hosts: status.hosts })),
    workspace.onDidGrantWorkspaceTrust(async () => {
      status.trusted();
      if (current?.isRunning()) await current.sendNotification(didGrantTrustMethod);
    }),
    extensions.onDidChange(reviewMode),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("plasmacloud.coexistence") || event.affectsConfiguration("nix"))
        await reviewMode();
    }),
  );
}

function modeText(mode: ServerMode): string {
  switch (mode) {
    case "full":
      return l10n.t("Serving all of Nix.");
    case "withoutFormatting":
      return l10n.t("Another extension formats Nix: serving all but formatting.");
    case "optionsOnly":
      return l10n.t("Another extension serves Nix: serving options only.");
  }
}

function sendMode(client: BaseLanguageClient, mode: ServerMode): Promise<void> {
  const params: DidChangeModeParams = { mode };
  return client.sendNotification(didChangeModeMethod, params);
}

/** Stops the server and waits for it. */
export async function stopExtension(): Promise<void> {
  const client = current;
  current = null;
  stops++;
  if (client?.needsStop()) await client.dispose();
}
