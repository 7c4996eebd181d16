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

interface Layer {
  readonly tree: OptionNode;
  /** Whether modules of the workspace declare some of it. */
  readonly isOwn: boolean;
}

export class OptionLayers {
  readonly #store: SnapshotStore;
  readonly #bundled: OptionNode;
  /** The trees of hosts by what the modules say that declare options. */
  readonly #trees = new Map<string, Layer>();
  #merged: KnownOptions | null = null;
  #mergedKeys = "";

  constructor(store: SnapshotStore, bundled: OptionNode) {
    this.#store = store;
    this.#bundled = bundled;
  }

  /** Takes in what a host's modules declare, unless it is known; gives the key to it. */
  learn(host: HostEvaluation): string {
    const own = this.#declaring(host);
    const key = JSON.stringify([...own, ...bundledModules(host), host.open.length > 0]);
    if (!this.#trees.has(key)) this.#trees.set(key, { tree: host.optionTree(), isOwn: own.length > 0 });
    return key;
  }

  /** Everything known where the hosts have these keys. What no host needs any more is forgotten. */
  of(keys: readonly string[]): KnownOptions {
    const needed = new Set(keys);
    for (const key of this.#trees.keys()) if (!needed.has(key)) this.#trees.delete(key);
    const joined = JSON.stringify([...needed]);
    if (this.#merged !== null && joined === this.#mergedKeys) return this.#merged;
    const layers = [...needed].flatMap((key) => this.#trees.get(key) ?? []);
    this.#mergedKeys = joined;
    this.#merged = {
      options: mergeOptions([...layers.map(({ tree }) => tree), this.#bundled]),
      optionSets: layers.some(({ isOwn }) => isOwn) ? ["workspace modules", "PlasmaCloud"] : ["PlasmaCloud"],
    };
    return this.#merged;
  }

  /** The modules of the workspace that declare options, with what they say. */
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

/** The other modules that declare options, in the order in which they come: what they say never changes. */
function bundledModules(host: HostEvaluation): readonly Uri[] {
  return host.modules.flatMap(({ uri, source }) => (uri === null || source === "workspace" ? [] : [uri]));
}
