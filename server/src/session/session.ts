/**
 * The session: a workspace in, findings and host views out, again and again as it changes.
 * Invariants: evaluation is synchronous over what the store holds; between passes what was wanted is fetched; a pass
 * that wanted something publishes nothing.
 */

import type { FileSystem } from "../base/fileSystem.ts";
import { baseName, isInside, joinUri, parentUri, type Uri } from "../base/uri.ts";
import { createNixWorld, type EffectiveValue, type InnerValues, type OptionPath } from "../modules/api.ts";
import type { FlakeFacts } from "../protocol/protocol.ts";
import type { Parser } from "../syntax/parse/parser.ts";
import { ParsedFiles } from "./files/parsedFiles.ts";
import { scanFolder } from "./files/scanFolder.ts";
import { SnapshotStore } from "./files/snapshotStore.ts";
import { OwnAnalysis } from "./findings/ownAnalysis.ts";
import { flakeFacts } from "./flakeFacts.ts";
import { HostAnalysis, type HostAnalysisOptions } from "./hosts/hostAnalysis.ts";
import { loadFile, loadFolder } from "./loadWanted.ts";
import type { Analysis, FileFindings, WorkspaceChange } from "./messages.ts";
import { lookAround } from "./readingWorld.ts";

/** Each pass brings in at least one file; a configuration that still wants more after so many never ends. */
const passLimit = 200;
const parallelReads = 32;

export interface SessionOptions extends HostAnalysisOptions {
  readonly fileSystem: FileSystem;
  readonly parser: Parser;
  /** How often an analysis may want more files; 200 where nothing else is said. */
  readonly passes?: number;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #store = new SnapshotStore();
  readonly #parsed: ParsedFiles;
  readonly #own: OwnAnalysis;
  readonly #hosts: HostAnalysis;
  readonly #passes: number;
  #trusted = false;
  /** What the last look around went by. */
  #seen: readonly unknown[] = [];
  #roots: readonly Uri[] = [];
  #named: readonly Uri[] = [];
  #scanned: ReadonlyMap<Uri, readonly Uri[]> = new Map();
  /** How often something on disk was forgotten: what was being read meanwhile may be from before. */
  #forgets = 0;
  /** Roots that changed while they were scanned. */
  #outdated: ReadonlySet<Uri> = new Set();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#passes = options.passes ?? passLimit;
    this.#parsed = new ParsedFiles(options.parser);
    this.#own = new OwnAnalysis(this.#store, this.#parsed);
    this.#hosts = new HostAnalysis(this.#store, this.#parsed, options);
  }

  /** Takes a change of the world in. Nothing is computed yet. */
  apply(change: WorkspaceChange): void {
    if (change.trusted !== undefined && change.trusted !== this.#trusted) {
      this.#trusted = change.trusted;
      // What was refused is not loaded.
      this.#forgets++;
      this.#store.forgetAll();
      this.#scanned = new Map();
    }
    if (change.roots !== undefined) this.#roots = change.roots;
    if (change.named !== undefined) this.#named = change.named;
    for (const [uri, text] of change.buffers ?? []) this.#store.setBuffer(uri, text);
    if (change.disk === "all") {
      this.#forgets++;
      this.#store.forgetAll();
      this.#scanned = new Map();
    } else if (change.disk !== undefined) this.#forget(change.disk);
  }

  /** Everything known of the world as it is; `null` when `cancelled` said so. */
  async analyse(generation: number, cancelled: () => boolean): Promise<Analysis | null> {
    await this.#scan();
    const files = this.#files();
    await this.#lookAround(files);
    await this.#fetch(
      files.filter((uri) => this.#store.peek(uri) === null),
      [],
    );
    const parsesBefore = this.#parsed.parses;
    for (let pass = 1; ; pass++) {
      if (cancelled()) return null;
      const hosts = this.#hosts.evaluate(files, cancelled);
      if (hosts === null) return null;
      const wanted = this.#store.takeWanted();
      if (pass < this.#passes && wanted.files.length + wanted.folders.length > 0) {
        await this.#fetch(wanted.files, wanted.folders);
        continue;
      }
      const own = this.#own.findings(files, cancelled);
      if (own === null) return null;
      const unread = [...wanted.files, ...wanted.folders].sort();
      return {
        generation,
        files,
        // Of a world that was not read to its end nothing is said but what each file says by itself.
        findings: joinFindings(own, unread.length === 0 ? hosts.findings : new Map()),
        hosts: hosts.views,
        options: hosts.options,
        optionSets: hosts.optionSets,
        coverage: { ...hosts.coverage, givenUp: { ...hosts.coverage.givenUp, unread } },
        counts: {
          hostsEvaluated: hosts.evaluated,
          valuesComputed: hosts.computed,
          filesParsed: this.#parsed.parses - parsesBefore,
          passes: pass,
        },
      };
    }
  }

  /** One option on a host of the last analysis, whether or not its view lists it; `null`: no such host or option. */
  async effectiveValue(label: string, path: OptionPath): Promise<EffectiveValue | null> {
    return this.#answer(() => this.#hosts.questions.effectiveValue(label, path));
  }

  /** What changed inside the values of options on the hosts of open files (`HostQuestions`). */
  async innerValues(cancelled: () => boolean): Promise<ReadonlyMap<string, InnerValues> | null> {
    return this.#answer(() => this.#hosts.questions.innerValues(this.#store.buffers(), cancelled));
  }

  /** What hosts of the last analysis say once every file is there that the answer needs. */
  async #answer<T>(ask: () => T): Promise<T> {
    for (let pass = 1; ; pass++) {
      this.#hosts.uninterrupted();
      const answer = ask();
      const wanted = this.#store.takeWanted();
      if (pass === this.#passes || wanted.files.length + wanted.folders.length === 0) return answer;
      await this.#fetch(wanted.files, wanted.folders);
      this.#hosts.evaluate(this.#files(), () => false);
    }
  }

  /** What each flake of the workspace folders offers. It may be asked for while an analysis waits for files. */
  async flakes(): Promise<readonly FlakeFacts[]> {
    await this.#scan();
    const files = this.#files();
    await this.#lookAround(files);
    const folders = files.filter((uri) => baseName(uri) === "flake.nix").map(parentUri);
    const { bundledNix, depth } = this.#options;
    const reading = { store: this.#store, parsed: this.#parsed, world: createNixWorld(bundledNix), depth };
    for (let pass = 1; ; pass++) {
      const facts = folders.map((folder) => flakeFacts(folder, reading));
      const wanted = this.#store.takeWanted();
      if (pass === this.#passes || wanted.files.length + wanted.folders.length === 0) return facts;
      await this.#fetch(wanted.files, wanted.folders);
    }
  }

  dispose(): void {
    this.#parsed.dispose();
  }

  /** The Nix files of the workspace folders, and open buffers wherever they are. */
  #files(): readonly Uri[] {
    const files = new Set([...this.#scanned.values()].flat());
    for (const uri of this.#store.buffers()) files.add(uri);
    return [...files].sort();
  }

  async #scan(): Promise<void> {
    const scanned = new Map<Uri, readonly Uri[]>();
    const outdated: Uri[] = [];
    for (const root of new Set([...this.#roots, ...this.#named])) {
      const known = this.#scanned.get(root);
      if (known !== undefined && !this.#outdated.has(root)) {
        scanned.set(root, known);
        continue;
      }
      const forgets = this.#forgets;
      const { files, folders, truncated } = await scanFolder(this.#options.fileSystem, root);
      scanned.set(root, files);
      if (forgets !== this.#forgets) {
        outdated.push(root);
        continue;
      }
      for (const [uri, entries] of folders) this.#store.seedFolder(uri, entries);
      if (truncated)
        this.#options.log.warn(`${root} is too large: only ${files.length} of its Nix files are looked at.`);
    }
    this.#scanned = scanned;
    this.#outdated = new Set(outdated);
  }

  /** What the disk said of these and of everything inside them no longer counts. */
  #forget(uris: readonly Uri[]): void {
    this.#forgets++;
    const changed = new Set(uris.map((uri) => (uri.endsWith("/") ? uri.slice(0, -1) : uri)));
    this.#store.forget(uris);
    this.#store.forget(this.#store.known().filter((uri) => isBelow(uri, changed)));
    const kept = [...this.#scanned].filter(([root]) => !uris.some((uri) => isInside(uri, root) || isInside(root, uri)));
    this.#scanned = new Map(kept);
  }

  /** Who may read what, as the world is now. Where that is another than before, nothing evaluated counts. */
  async #lookAround(files: readonly Uri[]): Promise<void> {
    const { fileSystem: host } = this.#options;
    const seen = this.#deciding(files);
    if (seen.length === this.#seen.length && seen.every((part, index) => part === this.#seen[index])) return;
    const reading = await lookAround({
      fileSystem: host,
      trusted: this.#trusted,
      roots: [...new Set([...this.#roots, ...this.#named])],
      searchPath: [],
      files,
      file: async (uri) => this.#store.peek(uri) ?? host.read(uri),
      parse: (uri, text) => this.#parsed.get(uri, text).root,
    });
    this.#seen = seen;
    if (JSON.stringify(reading) === JSON.stringify(this.#store.reading)) return;
    this.#store.reading = reading;
    this.#hosts.forget();
  }

  /** What `lookAround` goes by, in parts that are equal for as long as it would see the same. */
  #deciding(files: readonly Uri[]): readonly unknown[] {
    const flakes = files.filter((uri) => baseName(uri) === "flake.nix");
    const texts = flakes.flatMap((uri) => [
      uri,
      this.#store.peek(uri),
      this.#store.peek(joinUri(parentUri(uri), "flake.lock")),
    ]);
    return [this.#trusted, this.#forgets, ...this.#roots, null, ...this.#named, null, ...texts];
  }

  async #fetch(files: readonly Uri[], folders: readonly Uri[]): Promise<void> {
    const { fileSystem: host } = this.#options;
    await inBatches(files, (uri) => this.#settled(() => loadFile(host, this.#store, uri)));
    await inBatches(folders, (uri) => this.#settled(() => loadFolder(host, this.#store, uri)));
  }

  /** Takes what `read` gives if nothing was forgotten meanwhile; reads again otherwise, and in the end leaves it unknown. */
  async #settled(read: () => Promise<() => void>): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      const forgets = this.#forgets;
      const take = await read();
      if (forgets === this.#forgets) return take();
    }
  }
}

/** Whether a file or folder stands anywhere below one of these, which end in no `/`. Costs what the path is long. */
function isBelow(uri: Uri, folders: ReadonlySet<Uri>): boolean {
  for (let end = uri.lastIndexOf("/"); end > 0; end = uri.lastIndexOf("/", end - 1))
    if (folders.has(uri.slice(0, end))) return true;
  return false;
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += parallelReads) {
    await Promise.all(items.slice(start, start + parallelReads).map(work));
  }
}

function joinFindings(
  own: ReadonlyMap<Uri, FileFindings["own"]>,
  host: ReadonlyMap<Uri, FileFindings["host"]>,
): ReadonlyMap<Uri, FileFindings> {
  const joined = new Map<Uri, FileFindings>();
  for (const uri of new Set([...own.keys(), ...host.keys()])) {
    const findings = { own: own.get(uri) ?? [], host: host.get(uri) ?? [] };
    if (findings.own.length + findings.host.length > 0) joined.set(uri, findings);
  }
  return joined;
}
