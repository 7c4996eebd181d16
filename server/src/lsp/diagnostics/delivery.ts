/**
 * How findings reach a client: it asks for them, and is told when to ask again (pull), or it is sent them (push).
 * Invariant: one of the two for the whole session, never both.
 */
import type {
  CancellationToken,
  Connection,
  Diagnostic,
  DocumentDiagnosticReport,
  PreviousResultId,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { Log } from "../../base/log.ts";
import { normalizeUri, type Uri } from "../../base/uri.ts";

/** What delivery asks about a file. */
export interface DeliverySource {
  diagnostics(uri: Uri): Diagnostic[];
  /** Changes whenever `diagnostics` gives something else; `0`: it never gave anything. */
  revision(uri: Uri): number;
  files(): readonly Uri[];
  /** The URI as the client spells it. */
  clientUri(uri: Uri): string;
  /** `null` for a file that is not open. */
  version(uri: Uri): number | null;
}

export interface Delivery {
  /** These files have other findings now. */
  changed(uris: readonly Uri[]): void;
  dispose(): void;
}

/** Sends what changed at once, with the version it holds for. */
export function pushDelivery(connection: Connection, source: DeliverySource, log: Log): Delivery {
  return {
    changed(uris) {
      for (const uri of uris) {
        const version = source.version(uri);
        const message = { uri: source.clientUri(uri), diagnostics: source.diagnostics(uri) };
        connection
          .sendDiagnostics(version === null ? message : { ...message, version })
          .catch((error: unknown) => log.error("publishDiagnostics", error));
      }
    },
    dispose() {},
  };
}

export interface PullDelivery extends Delivery {
  document(clientUri: string, previous: string | undefined): DocumentDiagnosticReport;
  /** Answers as soon as something differs from what the client has. */
  workspace(previous: readonly PreviousResultId[], token: CancellationToken): Promise<WorkspaceDiagnosticReport>;
}

/**
 * Answers requests; a change asks the client to ask again. Result ids name the session, so that those of a server that
 * is gone mean nothing to the next.
 */
export function pullDelivery(connection: Connection, source: DeliverySource, log: Log): PullDelivery {
  const session = Date.now().toString(36);
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const proceed of [...waiting]) proceed();
  };
  const resultId = (uri: Uri): string => `${session}.${source.revision(uri)}`;

  const differing = (previous: readonly PreviousResultId[]): WorkspaceDocumentDiagnosticReport[] => {
    const known = new Map(previous.map(({ uri, value }) => [normalizeUri(uri), value]));
    const differs = (uri: Uri) => (known.get(uri) ?? `${session}.0`) !== resultId(uri);
    const uris = new Set([...source.files(), ...known.keys()]);
    return [...uris].filter(differs).map((uri) => ({
      kind: "full",
      uri: source.clientUri(uri),
      version: source.version(uri),
      resultId: resultId(uri),
      items: source.diagnostics(uri),
    }));
  };

  return {
    changed() {
      wake();
      connection.languages.diagnostics.refresh().catch((error: unknown) => log.error("diagnostic refresh", error));
    },
    dispose: wake,
    document(clientUri, previous) {
      const uri = normalizeUri(clientUri);
      if (previous === resultId(uri)) return { kind: "unchanged", resultId: previous };
      return { kind: "full", resultId: resultId(uri), items: source.diagnostics(uri) };
    },
    async workspace(previous, token) {
      const now = differing(previous);
      if (now.length > 0 || token.isCancellationRequested) return { items: now };
      await new Promise<void>((proceed) => {
        const done = (): void => {
          waiting.delete(done);
          proceed();
        };
        waiting.add(done);
        token.onCancellationRequested(done);
      });
      return { items: differing(previous) };
    },
  };
}
