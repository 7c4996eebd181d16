/**
 * What was read, and what it was then: so that a later look says whether something changed, or only moved.
 * A Nix file is its expression: comments and blanks may change around it.
 */
import type { Uri } from "../../base/uri.ts";
import type { ParsedFiles } from "../files/parsedFiles.ts";
import type { SnapshotStore } from "../files/snapshotStore.ts";

interface FileSignature {
  /** The expression of a Nix file, else the text or what stands for it. */
  readonly meaning: unknown;
  readonly text: string | null;
}

export class ReadSignatures {
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  readonly #files = new Map<Uri, FileSignature>();
  readonly #folders = new Map<Uri, string>();

  constructor(store: SnapshotStore, parsed: ParsedFiles) {
    this.#store = store;
    this.#parsed = parsed;
  }

  addFile(uri: Uri): void {
    this.#files.set(uri, this.#fileNow(uri));
  }

  addFolder(uri: Uri): void {
    this.#folders.set(uri, this.#folderNow(uri));
  }

  /** Whether anything means something else than it did. */
  changed(): boolean {
    for (const [uri, before] of this.#files) if (this.#fileNow(uri).meaning !== before.meaning) return true;
    for (const [uri, before] of this.#folders) if (this.#folderNow(uri) !== before) return true;
    return false;
  }

  /** Whether any text is another, whatever it means. */
  moved(): boolean {
    for (const [uri, before] of this.#files) if (this.#fileNow(uri).text !== before.text) return true;
    return false;
  }

  /** The same reads as of now. */
  again(): ReadSignatures {
    const now = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of this.#files.keys()) now.addFile(uri);
    for (const uri of this.#folders.keys()) now.addFolder(uri);
    return now;
  }

  #fileNow(uri: Uri): FileSignature {
    const entry = this.#store.peek(uri);
    if (entry === null) return { meaning: null, text: null };
    if (entry.kind !== "text") return { meaning: entry.kind, text: null };
    const { text } = entry;
    if (!uri.endsWith(".nix")) return { meaning: text, text };
    const file = this.#parsed.get(uri, text);
    return { meaning: file.root ?? file.notAnalysed ?? "", text };
  }

  #folderNow(uri: Uri): string {
    const entries = this.#store.peekFolder(uri);
    return entries === null || entries === "absent" ? String(entries) : JSON.stringify(entries);
  }
}
