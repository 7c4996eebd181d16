/**
 * What one interactive request may read beyond its document. Features never wait: they ask, get `null`, and are run
 * again once what they asked for has been fetched.
 * Invariant: a request sees one version of everything, from its first run to its last.
 */
import { mayLoad, NOTHING_READABLE } from "../../base/reading.ts";
import type { FolderEntry } from "../../base/snapshot.ts";
import type { Uri } from "../../base/uri.ts";
import type { FeatureContext } from "../../features/context/context.ts";
import { describeNixos } from "../../modules/api.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { OpenDocument } from "../state/documents.ts";
import type { ServerState } from "../state/serverState.ts";

/** A file leads to a file leads to a file, but nothing sensible goes further. */
const roundLimit = 6;

/** Runs a feature over an open document, fetching what it wants in between. */
export async function answer<T>(
  state: ServerState,
  document: OpenDocument,
  feature: (context: FeatureContext) => T,
): Promise<T> {
  const world = new RequestWorld(state, document);
  for (let round = 1; ; round++) {
    const result = feature(world.context);
    if (round === roundLimit || !(await world.fetchWanted())) return result;
  }
}

class RequestWorld {
  readonly context: FeatureContext;
  readonly #state: ServerState;
  readonly #files = new Map<Uri, ParsedFile | null>();
  readonly #folders = new Map<Uri, readonly FolderEntry[] | null>();
  readonly #wantedFiles = new Set<Uri>();
  readonly #wantedFolders = new Set<Uri>();

  constructor(state: ServerState, { uri, file }: OpenDocument) {
    this.#state = state;
    this.#files.set(uri, file);
    for (const other of state.documents.all()) this.#files.set(other.uri, other.file);
    this.context = {
      file,
      other: (wanted) => this.#other(wanted),
      options: state.options,
      packages: state.services.knownPackages(),
      hosts: state.workspace.hosts.filter((host) => host.files.includes(uri)),
      nixos: describeNixos(state.workspace.coverage),
      folder: (wanted) => this.#folder(wanted),
    };
  }

  /** Fetches what was asked for in vain; false when nothing was. */
  async fetchWanted(): Promise<boolean> {
    if (this.#wantedFiles.size + this.#wantedFolders.size === 0) return false;
    const { fileSystem: host } = this.#state.services;
    const mayRead = await this.#reading();
    const files = [...this.#wantedFiles].map(async (uri) => {
      const entry = (await mayRead(uri)) ? await host.read(uri) : null;
      this.#files.set(uri, entry?.kind === "text" ? this.#state.closedFiles.get(uri, entry.text) : null);
    });
    const folders = [...this.#wantedFolders].map(async (uri) => {
      this.#folders.set(uri, (await mayRead(uri)) ? await host.list(uri) : null);
    });
    this.#wantedFiles.clear();
    this.#wantedFolders.clear();
    await Promise.all([...files, ...folders]);
    return true;
  }

  /** Features follow the paths that a text names: anywhere in a trusted workspace, else inside its own folders. */
  async #reading(): Promise<(uri: Uri) => Promise<boolean>> {
    const { fileSystem: host } = this.#state.services;
    const { roots, trusted } = this.#state.workspace;
    const real = await Promise.all(roots.map((root) => host.real(root)));
    const world = { ...NOTHING_READABLE, trusted, roots: real };
    return async (uri) => mayLoad(world, await host.real(uri));
  }

  #other(uri: Uri): ParsedFile | null {
    const known = this.#files.get(uri);
    if (known === undefined) this.#wantedFiles.add(uri);
    return known ?? null;
  }

  #folder(uri: Uri): readonly FolderEntry[] | null {
    const known = this.#folders.get(uri);
    if (known === undefined) this.#wantedFolders.add(uri);
    return known ?? null;
  }
}
