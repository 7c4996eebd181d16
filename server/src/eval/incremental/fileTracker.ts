/**
 * The files and folders that tracking machines have read, as they were at the last revision, and the code of files. At
 * each new revision it is found here, once for all machines, what became another.
 */
import { type FileEntry, type FolderAnswer, type Snapshot, sameFile, sameFolder } from "../../base/snapshot.ts";
import type { Expression } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Run } from "../compile/code.ts";
import { Sites } from "../compile/site.ts";
import { Changes, Input, nextRevision } from "../core/dependencies.ts";
import { type Edit, reuse } from "./reuse.ts";

/** Compiles the expression of a file, its sites noted. */
export type CompileFile = (root: Expression, sites: Sites) => Run;

interface TrackedFile {
  entry: FileEntry | null;
  /** Another whenever the entry is. */
  readonly text: Input;
  /** Another when it is no code any more, or code that nothing is taken over to. */
  readonly code: Input;
  compiled: { root: Expression; readonly sites: Sites; readonly run: Run } | null;
}

interface TrackedFolder {
  entries: FolderAnswer | null;
  readonly listing: Input;
}

export interface FileTrackerOptions {
  /** What is known now, without making anything wanted. */
  readonly peek: Snapshot;
  readonly parse: (uri: string, text: string) => ParsedFile;
  /** Files and folders that never change, such as bundled ones. */
  readonly isFixed: (uri: string) => boolean;
}

export class FileTracker {
  readonly #options: FileTrackerOptions;
  readonly #files = new Map<string, TrackedFile>();
  readonly #folders = new Map<string, TrackedFolder>();
  readonly changes = new Changes();
  revision = nextRevision();

  constructor(options: FileTrackerOptions) {
    this.#options = options;
  }

  /** Begins a new revision with the world as it is now. */
  advance(): void {
    this.revision = nextRevision();
    const edit: Edit = { revision: this.revision, mask: 0 };
    for (const [uri, file] of this.#files) this.#compare(uri, file, edit);
    for (const [uri, folder] of this.#folders) {
      const entries = this.#options.peek.folder(uri);
      if (!sameFolder(folder.entries, entries)) changed(folder.listing, edit);
      folder.entries = entries;
    }
    this.changes.add(edit.revision, edit.mask);
  }

  /** Whether a file or folder may change at all. */
  covers(uri: string): boolean {
    return !this.#options.isFixed(uri);
  }

  /** For who reads the text of a file, or whether there is one. */
  text(uri: string): Input {
    return this.#file(uri).text;
  }

  /** For who imports a file. */
  code(uri: string): Input {
    return this.#file(uri).code;
  }

  listing(uri: string): Input {
    let folder = this.#folders.get(uri);
    if (folder === undefined) {
      folder = { entries: this.#options.peek.folder(uri), listing: new Input() };
      this.#folders.set(uri, folder);
    }
    return folder.listing;
  }

  /** The code of a file whose expression is `root` now. */
  compiled(root: Expression, compile: CompileFile): Run {
    const file = this.#file(root.anchor.uri);
    if (file.compiled?.root !== root) {
      const sites = new Sites();
      file.compiled = { root, sites, run: compile(root, sites) };
    }
    return file.compiled.run;
  }

  #file(uri: string): TrackedFile {
    let file = this.#files.get(uri);
    if (file === undefined) {
      file = { entry: this.#options.peek.file(uri), text: new Input(), code: new Input(), compiled: null };
      this.#files.set(uri, file);
    }
    return file;
  }

  #compare(uri: string, file: TrackedFile, edit: Edit): void {
    const before = file.entry;
    const now = this.#options.peek.file(uri);
    file.entry = now;
    if (sameFile(before, now)) return;
    changed(file.text, edit);
    if (!this.#isTakenOver(uri, file, now, edit)) {
      changed(file.code, edit);
      file.compiled = null;
    }
  }

  #isTakenOver(uri: string, { compiled }: TrackedFile, now: FileEntry | null, edit: Edit): boolean {
    if (compiled === null || now?.kind !== "text") return false;
    const { root } = this.#options.parse(uri, now.text);
    if (root === null || !reuse(compiled.sites, compiled.root, root, edit)) return false;
    compiled.root = root;
    return true;
  }
}

function changed(input: Input, edit: Edit): void {
  input.changedAt = edit.revision;
  if (input.notedBy !== 0) edit.mask |= input.mask;
}
