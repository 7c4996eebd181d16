/**
 * The table behind every snapshot: what is known of files and folders, and what evaluation wanted and did not find.
 * Invariants: an open buffer hides the disk; nothing is read here, the session puts in what the file system gave; whoever says
 * who asks gets only what the policy on reading allows.
 */
import { type Asked, NOTHING_READABLE, type ReadingWorld, refusal } from "../../base/reading.ts";
import type { FileEntry, FolderAnswer, FolderEntry, Refused, Snapshot } from "../../base/snapshot.ts";
import { baseName, isInside, parentUri, type Uri } from "../../base/uri.ts";

/** What one evaluation asked of the world: every file and folder it touched. */
export interface Reads {
  readonly files: Set<Uri>;
  readonly folders: Set<Uri>;
}

const folderEntry: FileEntry = { kind: "folder" };

export class SnapshotStore {
  readonly #files = new Map<Uri, FileEntry>();
  readonly #folders = new Map<Uri, readonly FolderEntry[] | "absent">();
  readonly #buffers = new Map<Uri, FileEntry>();
  /** Where places really are, of those that are elsewhere than they are named. */
  readonly #real = new Map<Uri, Uri>();
  /** Who may read what. */
  reading: ReadingWorld = NOTHING_READABLE;
  readonly #wantedFiles = new Set<Uri>();
  readonly #wantedFolders = new Set<Uri>();

  /** A view that notes in `reads` what is asked, and in the store what is not loaded yet. */
  snapshot(reads: Reads): Snapshot {
    return {
      file: (uri, asked) => {
        reads.files.add(uri);
        return this.file(uri, asked);
      },
      folder: (uri, asked) => {
        reads.folders.add(uri);
        return this.folder(uri, asked);
      },
    };
  }

  /** What is known of a file; asking for an unknown one that may be read makes it wanted. */
  file(uri: Uri, asked: Asked | null = null): FileEntry | null {
    const refused = asked === null ? null : this.#refused(uri, asked);
    if (refused !== null) return refused;
    const entry = this.#buffers.get(uri) ?? this.#files.get(uri);
    if (entry?.kind === "absent" && this.#holdsBuffers(uri)) return folderEntry;
    if (entry !== undefined) return entry;
    this.#wantedFiles.add(uri);
    return null;
  }

  /** As `file`, without making anything wanted. */
  peek(uri: Uri): FileEntry | null {
    return this.#buffers.get(uri) ?? this.#files.get(uri) ?? null;
  }

  /** A folder's listing as it is known, without making it wanted. */
  peekFolder(uri: Uri): readonly FolderEntry[] | "absent" | null {
    const listed = this.#folders.get(uri);
    return listed === undefined ? null : this.#withBuffers(uri, listed);
  }

  /** What is known of a folder; asking for an unknown one that may be read makes it wanted. */
  folder(uri: Uri, asked: Asked | null = null): FolderAnswer | null {
    const refused = asked === null ? null : this.#refused(uri, asked);
    if (refused !== null) return refused;
    const listed = this.#folders.get(uri);
    if (listed === undefined) {
      this.#wantedFolders.add(uri);
      return null;
    }
    return this.#withBuffers(uri, listed);
  }

  #refused(uri: Uri, asked: Asked): Refused | null {
    const reason = refusal(this.reading, { uri, asked }, this.#real.get(uri) ?? null, this.isOpen);
    return reason === null ? null : { kind: "refused", reason };
  }

  /** Whether a file is open in the editor. */
  readonly isOpen = (uri: Uri): boolean => this.#buffers.has(uri);

  /** A folder that is not on disk is there all the same when a buffer stands in it. */
  #holdsBuffers(folder: Uri): boolean {
    for (const uri of this.#buffers.keys()) if (isInside(uri, folder)) return true;
    return false;
  }

  /** A buffer whose file is not on disk is a regular file of its folder all the same. */
  #withBuffers(folder: Uri, listed: readonly FolderEntry[] | "absent"): readonly FolderEntry[] | "absent" {
    const names = new Set(listed === "absent" ? [] : listed.map((entry) => entry.name));
    const added: FolderEntry[] = [];
    for (const uri of this.#buffers.keys()) {
      if (parentUri(uri) === folder && !names.has(baseName(uri))) added.push({ name: baseName(uri), type: "regular" });
    }
    if (added.length === 0) return listed;
    return listed === "absent" ? added : [...listed, ...added];
  }

  /** Opens or changes a buffer, or closes it (`null`). */
  setBuffer(uri: Uri, text: string | null): void {
    const before = this.#buffers.get(uri) ?? this.#files.get(uri);
    if (text === null) this.#buffers.delete(uri);
    else if (before?.kind === "text" && before.text === text) this.#buffers.set(uri, before);
    else this.#buffers.set(uri, { kind: "text", text });
  }

  /** The open buffers. */
  buffers(): readonly Uri[] {
    return [...this.#buffers.keys()];
  }

  /** An entry that says the same as one before stays that object, so that nothing is computed again. */
  putFile(uri: Uri, entry: FileEntry): void {
    const before = this.#buffers.get(uri);
    const same = before?.kind === "text" && entry.kind === "text" && before.text === entry.text;
    this.#files.set(uri, same ? before : entry);
  }

  /** `real`: where a place that is about to be put in really is. */
  putReal(uri: Uri, real: Uri): void {
    if (real === uri) this.#real.delete(uri);
    else this.#real.set(uri, real);
  }

  putFolder(uri: Uri, entries: readonly FolderEntry[] | null): void {
    this.#folders.set(uri, entries ?? "absent");
  }

  /** Takes in a folder that was listed on the way to something else, so that evaluation need not ask for it. */
  seedFolder(uri: Uri, entries: readonly FolderEntry[]): void {
    if (!this.#files.has(uri)) this.#files.set(uri, { kind: "folder" });
    if (!this.#folders.has(uri)) this.#folders.set(uri, entries);
  }

  /** Forgets what the disk said of these files or folders and of the folders they stand in. */
  forget(uris: Iterable<Uri>): void {
    for (const uri of uris) {
      this.#files.delete(uri);
      this.#folders.delete(uri);
      this.#folders.delete(parentUri(uri));
    }
  }

  /** Forgets everything that the disk said. */
  forgetAll(): void {
    this.#files.clear();
    this.#folders.clear();
    this.#real.clear();
  }

  /** Every file whose disk or buffer text is known. */
  known(): readonly Uri[] {
    return [...new Set([...this.#files.keys(), ...this.#buffers.keys()])];
  }

  hasWanted(): boolean {
    return this.#wantedFiles.size + this.#wantedFolders.size > 0;
  }

  /** What was wanted since the last call. */
  takeWanted(): { readonly files: readonly Uri[]; readonly folders: readonly Uri[] } {
    const wanted = { files: [...this.#wantedFiles], folders: [...this.#wantedFolders] };
    this.#wantedFiles.clear();
    this.#wantedFolders.clear();
    return wanted;
  }
}
