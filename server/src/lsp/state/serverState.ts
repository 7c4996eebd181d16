/**
 * One server session: what is open, what is known, what is shown, and what the client wants.
 * Invariant: whatever changes what a client sees goes through here, so that findings and status are told exactly once.
 */

import type { Connection, Diagnostic } from "vscode-languageserver";
import type { Log } from "../../base/log.ts";
import { type Markdown, withAddress } from "../../base/safeText.ts";
import type { Uri } from "../../base/uri.ts";
import { BUNDLED_ROOT, type OptionNode } from "../../modules/api.ts";
import { type ServerMode, type StatusParams, statusMethod } from "../../protocol/protocol.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import { mergeOptions } from "../../schema/merge.ts";
import { ownFindings } from "../../session/findings/ownFindings.ts";
import type { ClientAbilities } from "../convert/capabilities.ts";
import { type ConvertContext, toDiagnostic } from "../convert/toLsp.ts";
import {
  type Delivery,
  type DeliverySource,
  type PullDelivery,
  pullDelivery,
  pushDelivery,
} from "../diagnostics/delivery.ts";
import { DiagnosticStore } from "../diagnostics/diagnosticStore.ts";
import { ClosedFiles } from "./closedFiles.ts";
import { Documents, type OpenDocument } from "./documents.ts";
import { isServed } from "./mode.ts";
import type { ServerServices } from "./serverParts.ts";
import { defaultSettings, type Settings, withSeverity } from "./settings.ts";
import { statusOf } from "./status.ts";
import { WorkspaceState } from "./workspaceState.ts";

/** What a client says at the start. */
export interface Start {
  readonly mode: ServerMode;
  /** Whether the user trusts the workspace. */
  readonly trusted: boolean;
}

export class ServerState implements DeliverySource, ConvertContext {
  readonly connection: Connection;
  readonly log: Log;
  readonly services: ServerServices;
  readonly client: ClientAbilities;
  readonly documents: Documents;
  readonly closedFiles: ClosedFiles;
  readonly store: DiagnosticStore;
  readonly workspace: WorkspaceState;
  readonly pull: PullDelivery | null;
  readonly #delivery: Delivery;
  #settings: Settings = defaultSettings;
  #clientMode: ServerMode;
  #lastStatus = "";
  #options: { readonly own: OptionNode; readonly all: OptionNode } | null = null;
  /** Told when what is served may have changed. */
  modeChanged: () => void = () => {};

  constructor(connection: Connection, log: Log, services: ServerServices, client: ClientAbilities, start: Start) {
    this.connection = connection;
    this.log = log;
    this.services = services;
    this.client = client;
    this.#clientMode = start.mode;
    this.documents = new Documents(services.parser);
    this.closedFiles = new ClosedFiles(services.parser);
    this.pull = client.pullDiagnostics ? pullDelivery(connection, this, log) : null;
    this.#delivery = this.pull ?? pushDelivery(connection, this, log);
    this.store = new DiagnosticStore((uris) => this.#delivery.changed(uris));
    this.workspace = new WorkspaceState(services.createEvaluator, services.bundledOptions, start.trusted, {
      analysed: (findings, current) => this.store.setAnalysed(findings, current),
      restarted: () => this.store.forgetAnalysis(),
      statusChanged: () => this.sendStatus(),
      buffers: () => this.documents.all().map(({ uri, file }) => [uri, file.text]),
    });
  }

  /** All known options: the workspace's and PlasmaCloud's, then what is known of NixOS. */
  get options(): OptionNode {
    const own = this.workspace.options;
    if (this.#options?.own !== own) this.#options = { own, all: mergeOptions([own, this.services.knownOptions()]) };
    return this.#options.all;
  }

  get documentChanges(): boolean {
    return this.client.documentChanges;
  }

  get createFiles(): boolean {
    return this.client.createFiles;
  }

  /** A user who set a mode outright has the last word; `auto` leaves it to the client. */
  get #mode(): ServerMode {
    const { coexistence } = this.#settings;
    return coexistence === "auto" ? this.#clientMode : coexistence;
  }

  /** Whether all of Nix is served, or only what comes from options and hosts. */
  get mode(): "full" | "optionsOnly" {
    return this.#mode === "optionsOnly" ? "optionsOnly" : "full";
  }

  /** Whether formatting is. */
  get formats(): boolean {
    return this.#mode === "full";
  }

  setMode(mode: ServerMode): void {
    const before = this.#mode;
    this.#clientMode = mode;
    if (this.#mode === before) return;
    this.store.retell();
    this.modeChanged();
  }

  setSettings(settings: Settings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    this.store.retell();
    this.modeChanged();
  }

  opened(document: OpenDocument): void {
    this.store.setLive(document.uri, ownFindings(document.file));
    this.workspace.setBuffer(document.uri, document.file.text);
  }

  closed(uri: Uri): void {
    this.store.setLive(uri, null);
    this.workspace.setBuffer(uri, null);
  }

  /** What a user is shown of a file, in their severities. */
  shown(uri: Uri): readonly PlacedFinding[] {
    return this.store.shown(uri).flatMap((finding) => {
      return isServed(finding.code, this.mode) ? (withSeverity(finding, this.#settings) ?? []) : [];
    });
  }

  sendStatus(): void {
    const status: StatusParams = statusOf(this.workspace, (uri) => this.shown(uri));
    const text = JSON.stringify(status);
    if (text === this.#lastStatus) return;
    this.#lastStatus = text;
    this.connection.sendNotification(statusMethod, status).catch((error: unknown) => this.log.error("status", error));
  }

  diagnostics(uri: Uri): Diagnostic[] {
    return this.shown(uri).map((finding) => toDiagnostic(this, finding));
  }

  revision(uri: Uri): number {
    return this.store.revision(uri);
  }

  files(): readonly Uri[] {
    return this.store.files();
  }

  clientUri(uri: Uri): string {
    const { bundledFolder } = this.services;
    if (bundledFolder !== null && uri.startsWith(`${BUNDLED_ROOT}/`))
      return bundledFolder + uri.slice(BUNDLED_ROOT.length);
    return this.documents.get(uri)?.clientUri ?? uri;
  }

  /** Markdown whose links into the bundled Nix files lead to where the client can open them. */
  clientMarkdown(markdown: Markdown): Markdown {
    const { bundledFolder } = this.services;
    return bundledFolder === null ? markdown : withAddress(markdown, BUNDLED_ROOT, bundledFolder);
  }

  version(uri: Uri): number | null {
    return this.documents.get(uri)?.version ?? null;
  }

  dispose(): void {
    this.workspace.dispose();
    this.services.formatter.dispose();
    this.#delivery.dispose();
    this.documents.dispose();
  }
}
