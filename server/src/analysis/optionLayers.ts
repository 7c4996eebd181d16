/**
 * The tree of all known options: what the workspace's own modules declare, then the bundled sets.
 * Invariant: the tree is the same object as long as no module that declares options has changed.
 */
import type { Uri } from "../base/uri.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import type { OptionNode } from "../modules/view.ts";
import { mergeOptions } from "../schema/merge.ts";
import type { SnapshotStore } from "./snapshotStore.ts";

export interface KnownOptions {
  readonly options: OptionNode;
  /** In words a user knows. */
  readonly optionSets: readonly string[];
}

/** What declares options has one of these words in it. */
const declares = /\b(mkOption|mkEnableOption|mkPackageOption|_type)\b/;

export class OptionLayers {
  readonly #store: SnapshotStore;
  readonly #bundled: OptionNode;
  /** The trees of hosts by what the modules say that declare options. */
  #trees = new Map<string, OptionNode>();
  #merged: KnownOptions | null = null;

  constructor(store: SnapshotStore, bundled: OptionNode) {
    this.#store = store;
    this.#bundled = bundled;
  }

  of(hosts: readonly HostEvaluation[]): KnownOptions {
    const trees = new Map<string, OptionNode>();
    let ownModules = false;
    for (const host of hosts) {
      const declaring = this.#declaring(host);
      ownModules ||= declaring.length > 0;
      const key = declaring.map(([uri, text]) => `${uri}\n${text}`).join("\0");
      if (!trees.has(key)) trees.set(key, this.#trees.get(key) ?? host.optionTree());
    }
    const isSame = trees.size === this.#trees.size && [...trees].every(([key, tree]) => this.#trees.get(key) === tree);
    if (this.#merged !== null && isSame) return this.#merged;
    this.#trees = trees;
    this.#merged = {
      options: mergeOptions([...trees.values(), this.#bundled]),
      optionSets: ownModules ? ["workspace modules", "PlasmaCloud"] : ["PlasmaCloud"],
    };
    return this.#merged;
  }

  #declaring(host: HostEvaluation): readonly (readonly [Uri, string])[] {
    const found = new Map<Uri, string>();
    for (const { uri, source } of host.modules) {
      if (uri === null || source !== "workspace") continue;
      const entry = this.#store.peek(uri);
      if (entry?.kind === "text" && declares.test(entry.text)) found.set(uri, entry.text);
    }
    return [...found].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}
