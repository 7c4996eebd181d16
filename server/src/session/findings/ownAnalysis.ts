/** The findings that files give by themselves, kept per file as long as its text stays the same. */
import type { FileEntry } from "../../base/snapshot.ts";
import type { Uri } from "../../base/uri.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { ParsedFiles } from "../files/parsedFiles.ts";
import type { SnapshotStore } from "../files/snapshotStore.ts";
import { notAnalysedFinding, ownFindings } from "./ownFindings.ts";

interface Kept {
  readonly entry: FileEntry;
  readonly findings: readonly PlacedFinding[];
}

export class OwnAnalysis {
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  #kept: ReadonlyMap<Uri, Kept> = new Map();

  constructor(store: SnapshotStore, parsed: ParsedFiles) {
    this.#store = store;
    this.#parsed = parsed;
  }

  /** The findings of these files; files without any are not listed. `null` when `cancelled` said so. */
  findings(files: readonly Uri[], cancelled: () => boolean): ReadonlyMap<Uri, readonly PlacedFinding[]> | null {
    const kept = new Map<Uri, Kept>();
    for (const uri of files) {
      if (cancelled()) return null;
      const entry = this.#store.peek(uri);
      if (entry === null) continue;
      const before = this.#kept.get(uri);
      kept.set(uri, before?.entry === entry ? before : { entry, findings: this.#compute(uri, entry) });
    }
    for (const uri of this.#kept.keys()) if (!kept.has(uri)) this.#parsed.forget(uri);
    this.#kept = kept;
    return new Map([...kept].filter(([, file]) => file.findings.length > 0).map(([uri, file]) => [uri, file.findings]));
  }

  #compute(uri: Uri, entry: FileEntry): readonly PlacedFinding[] {
    if (entry.kind === "text") return ownFindings(this.#parsed.get(uri, entry.text));
    return entry.kind === "unreadable" ? [notAnalysedFinding(uri, entry.reason)] : [];
  }
}
