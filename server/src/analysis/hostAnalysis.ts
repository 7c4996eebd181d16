/** Hosts and what rules find on them. */
import type { Uri } from "../base/uri.ts";
import type { HostView, OptionNode } from "../modules/view.ts";
import type { PlacedFinding } from "../rules/rule.ts";
import type { ParsedFiles } from "./parsedFiles.ts";
import type { SessionOptions } from "./session.ts";
import type { SnapshotStore } from "./snapshotStore.ts";

export interface HostsResult {
  readonly findings: ReadonlyMap<Uri, readonly PlacedFinding[]>;
  readonly views: readonly HostView[];
  readonly options: OptionNode;
  readonly optionSets: readonly string[];
  readonly evaluated: number;
}

export class HostAnalysis {
  readonly #options: SessionOptions;

  constructor(_store: SnapshotStore, _parsed: ParsedFiles, options: SessionOptions) {
    this.#options = options;
  }

  evaluate(_files: readonly Uri[], _cancelled: () => boolean): HostsResult | null {
    return {
      findings: new Map(),
      views: [],
      options: this.#options.bundledOptions,
      optionSets: ["PlasmaCloud"],
      evaluated: 0,
    };
  }
}
