/**
 * The tree of all known options: what the workspace's own modules declare, then the bundled sets.
 * Invariant: the tree is the same object as long as no file that options may come from has changed.
 */

import type { FileEntry } from "../../base/snapshot.ts";
import type { Uri } from "../../base/uri.ts";
import type { HostEvaluation, OptionNode } from "../../modules/api.ts";
import { mergeOptions } from "../../schema/merge.ts";
import type { SnapshotStore } from "../files/snapshotStore.ts";

export interface KnownOptions {
  readonly options: OptionNode;
  /** In words a user knows. */
  readonly optionSets: readonly string[];
}

/** What declares options has one of these words in it. */
const declares = /\b(mkOption|mkEnableOption|mkPackageOption|_type)\b/;
/** So has what leaves the declaring to a function of its own; a list is the `options` of a file system. */
const hasOptions = /\boptions\s*(\.|=(?!\s*\[))/;

interface Layer {
  readonly tree: OptionNode;
  /** Whether modules of the workspace declare some of it. */
  readonly isOwn: boolean;
}

export class OptionLayers {
  readonly #store: SnapshotStore;
  readonly #bundled: OptionNode;
  /** The trees of hosts by their modules, and by what the files say that options may come from. */
  readonly #trees = new Map<string, Layer>();
  #merged: KnownOptions | null = null;
  #mergedKeys = "";
  readonly #looked = new WeakMap<FileEntry, boolean>();
  #sources: readonly FileEntry[] = [];
  /** Rises with every change of them. */
  #revision = 0;
  /** Whether what was learnt is not to be used again. */
  #isOutdated = false;

  constructor(store: SnapshotStore, bundled: OptionNode) {
    this.#store = store;
    this.#bundled = bundled;
  }

  /** Looks at the files anew, before hosts are learnt from. A host's options may come through any of them. */
  look(): void {
    const sources = this.#store.known().flatMap((uri) => this.#sourceAt(uri) ?? []);
    const same =
      sources.length === this.#sources.length && sources.every((entry, index) => entry === this.#sources[index]);
    if (!same || this.#isOutdated) this.#revision++;
    this.#isOutdated = false;
    this.#sources = sources;
  }

  /** What was learnt until now no longer counts: other files may be read. */
  forget(): void {
    this.#isOutdated = true;
  }

  #sourceAt(uri: Uri): FileEntry | null {
    const entry = this.#store.peek(uri);
    if (entry?.kind !== "text" || !uri.endsWith(".nix")) return null;
    let isSource = this.#looked.get(entry);
    if (isSource === undefined) {
      isSource = declares.test(entry.text) || hasOptions.test(entry.text);
      this.#looked.set(entry, isSource);
    }
    return isSource ? entry : null;
  }

  /** Takes in what a host's modules declare, unless it is known; gives the key to it. */
  learn(host: HostEvaluation): string {
    const { modules } = host;
    const key = JSON.stringify([...modules.map(({ uri }) => uri), host.open.length > 0, this.#revision]);
    if (!this.#trees.has(key)) {
      const isOwn = modules.some(
        ({ uri, source }) => uri !== null && source === "workspace" && this.#sourceAt(uri) !== null,
      );
      this.#trees.set(key, { tree: host.optionTree(), isOwn });
      // Texts of options may come from files that are not there yet.
      this.#isOutdated ||= this.#store.hasWanted();
    }
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
}
