/**
 * The values of files, and what each depends on, so that the next machine takes over what still holds.
 * Invariant: a record is taken over only if its own expression is the same object, everything that its code read is the
 * same as before, and so for every file it imports. What is read without an origin is held by no file, and not noted.
 */
import { pushTo } from "../../base/pushTo.ts";
import { type FileEntry, type FolderAnswer, type Snapshot, sameFile, sameFolder } from "../../base/snapshot.ts";
import type { Expression } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Origin, Thunk } from "../core/value.ts";

interface Reads {
  readonly files: Map<string, FileEntry | null>;
  readonly folders: Map<string, FolderAnswer | null>;
  readonly imports: Set<string>;
}

interface FileRecord {
  readonly root: Expression;
  readonly value: Thunk;
}

export class FileTable {
  readonly #records = new Map<string, FileRecord>();
  readonly #reads = new Map<string, Reads>();

  get(uri: string): Thunk | null {
    return this.#records.get(uri)?.value ?? null;
  }

  set(uri: string, root: Expression, value: Thunk): void {
    this.#records.set(uri, { root, value });
  }

  noteFile(at: Origin, uri: string, entry: FileEntry | null): void {
    this.#readsOf(at)?.files.set(uri, entry);
  }

  noteFolder(at: Origin, uri: string, entries: FolderAnswer | null): void {
    this.#readsOf(at)?.folders.set(uri, entries);
  }

  noteImport(at: Origin, uri: string): void {
    this.#readsOf(at)?.imports.add(uri);
  }

  /** Takes over from an earlier table what the new snapshot leaves as it was. */
  adopt(earlier: FileTable, snapshot: Snapshot, parsed: (uri: string) => ParsedFile | null): void {
    const stale = new Set<string>();
    for (const [uri, record] of earlier.#records) {
      const reads = earlier.#reads.get(uri);
      const holds = parsed(uri)?.root === record.root && (reads === undefined || unchanged(reads, snapshot));
      if (!holds) stale.add(uri);
    }
    spread(stale, earlier.#reads);
    for (const [uri, record] of earlier.#records) {
      if (stale.has(uri)) continue;
      this.#records.set(uri, record);
    }
    for (const [uri, reads] of earlier.#reads) {
      if (this.#records.has(uri)) this.#reads.set(uri, reads);
    }
  }

  #readsOf(at: Origin): Reads | null {
    const key = at?.anchor.uri;
    if (key === undefined) return null;
    const known = this.#reads.get(key);
    if (known !== undefined) return known;
    const made: Reads = { files: new Map(), folders: new Map(), imports: new Set() };
    this.#reads.set(key, made);
    return made;
  }
}

/** Who imports a stale file is stale. */
function spread(stale: Set<string>, reads: ReadonlyMap<string, Reads>): void {
  const importers = new Map<string, string[]>();
  for (const [uri, { imports }] of reads) {
    for (const imported of imports) pushTo(importers, imported, uri);
  }
  const pending = [...stale];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const importer of importers.get(next) ?? []) {
      if (!stale.has(importer)) {
        stale.add(importer);
        pending.push(importer);
      }
    }
  }
}

function unchanged(reads: Reads, snapshot: Snapshot): boolean {
  for (const [uri, entry] of reads.files) if (!sameFile(entry, snapshot.file(uri))) return false;
  for (const [uri, entries] of reads.folders) if (!sameFolder(entries, snapshot.folder(uri))) return false;
  return true;
}
