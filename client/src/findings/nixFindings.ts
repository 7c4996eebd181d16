/**
 * Findings of Nix in the Problems view: one store for the whole extension, whoever runs Nix.
 * Invariant: a run's findings stand until the next run over the same folder, and are never among the language server's.
 */
import { type Disposable, type ExtensionContext, languages } from "vscode";
import type { NixMessage } from "../nixLog/records.ts";
import type { ExtensionParts } from "../parts.ts";
import type { NixFinding } from "./nixFinding.ts";
import { createNixReader } from "./reader.ts";

/** What is run, so that its findings can be placed and replaced. */
export interface NixRun {
  /** Path of the folder whose flake (or configuration) it is about. */
  readonly folder: string;
  /** What a person calls it: `build node1`. */
  readonly title: string;
  /** The flake's output it is about, without `outputs`: `["nixosConfigurations", "node1"]`. Errors without a place go there. */
  readonly attribute?: readonly string[];
}

/** Takes what one run prints. */
export interface NixRunFindings {
  /**
   * A message out of a record. `shown` is the message as Nix prints it (`NixRecord.shown`): without `--show-trace` only
   * that holds the places of most errors since Nix 2.14.
   */
  message(message: NixMessage, shown?: string): void;
  /** A line that is no record: of an older Nix, of a wrapper. */
  line(text: string): void;
  /** The run has ended, however it did. */
  end(): void;
}

export interface NixFindings extends Disposable {
  /** Begins a run: what earlier runs over the folder found goes. */
  begin(run: NixRun): NixRunFindings;
}

const known = new WeakMap<ExtensionContext, NixFindings>();

/** The findings of Nix; the same for all parts of the extension, and ended with it. */
export function createNixFindings(parts: ExtensionParts): NixFindings {
  const { context } = parts;
  const findings = known.get(context) ?? newFindings(parts);
  if (!known.has(context)) {
    known.set(context, findings);
    context.subscriptions.push(findings);
  }
  return findings;
}

function newFindings({ output }: ExtensionParts): NixFindings {
  const collection = languages.createDiagnosticCollection("plasmacloud-nix");
  return {
    begin({ title }) {
      const found = (finding: NixFinding): void => output.trace(`${title}: ${finding.kind}: ${finding.message}`);
      const reader = createNixReader(found);
      return { message: reader.message, line: reader.line, end: reader.end };
    },
    dispose: () => collection.dispose(),
  };
}
