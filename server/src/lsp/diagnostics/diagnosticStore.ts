/**
 * The one store of findings that clients see.
 * Invariants: a file that is open shows the main thread's own findings and what hosts gave, moved along with edits
 * until the next analysis; a file's revision rises exactly when what it shows changes.
 */

import type { Uri } from "../../base/uri.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { FileFindings } from "../../session/messages.ts";
import { type PositionEdit, shiftRange } from "./shift.ts";

interface FileState {
  /** As the last analysis gave them. */
  analysed: FileFindings;
  /** Whether that analysis is forgotten, and only stands in until the next one. */
  forgotten: boolean;
  /** What the hosts gave, moved along with edits since; `null`: no edit since. */
  moved: readonly PlacedFinding[] | null;
  /** The main thread's findings while the file is open. */
  live: readonly PlacedFinding[] | null;
  shown: readonly PlacedFinding[];
  revision: number;
}

const nothing: FileFindings = { own: [], host: [] };

export class DiagnosticStore {
  readonly #files = new Map<Uri, FileState>();
  readonly #changed: (uris: readonly Uri[]) => void;
  #revision = 0;

  /** `changed` is told which files show something else now. */
  constructor(changed: (uris: readonly Uri[]) => void) {
    this.#changed = changed;
  }

  /** The main thread's findings of an open file; `null` when it is closed. */
  setLive(uri: Uri, findings: readonly PlacedFinding[] | null): void {
    this.#state(uri).live = findings;
    this.#refresh([uri]);
  }

  /** An edit of an open file: what hosts gave moves with the text. The caller sets the live findings afterwards. */
  edit(uri: Uri, edits: readonly PositionEdit[]): void {
    const state = this.#state(uri);
    const before = state.moved ?? state.analysed.host;
    state.moved = edits.reduce(moveFindings, before);
  }

  /** Takes an analysis in. One that is stale already is remembered and shown only with the next one. */
  setAnalysed(changes: readonly (readonly [Uri, FileFindings | null])[], current: boolean): void {
    const touched = new Set<Uri>();
    for (const [uri, findings] of changes) {
      const state = this.#state(uri);
      if (!current) state.moved ??= state.analysed.host;
      state.analysed = findings ?? nothing;
      state.forgotten = false;
      touched.add(uri);
    }
    if (!current) return;
    for (const [uri, state] of this.#files) {
      if (state.moved !== null || state.forgotten) touched.add(uri);
      // the first analysis after a new start names every file that has findings
      if (state.forgotten) state.analysed = nothing;
      state.forgotten = false;
      state.moved = null;
    }
    this.#refresh([...touched]);
  }

  /** Forgets every analysis, as when the evaluator starts again. What is shown stays until the next one. */
  forgetAnalysis(): void {
    for (const state of this.#files.values()) {
      state.moved ??= state.analysed.host;
      state.analysed = { own: state.analysed.own, host: [] };
      state.forgotten = true;
    }
  }

  /** What findings look like has changed (severities, what is left out): every file counts as changed. */
  retell(): void {
    for (const state of this.#files.values()) state.revision = ++this.#revision;
    this.#changed([...this.#files.keys()]);
  }

  shown(uri: Uri): readonly PlacedFinding[] {
    return this.#files.get(uri)?.shown ?? [];
  }

  /** `0` for a file that never showed anything. */
  revision(uri: Uri): number {
    return this.#files.get(uri)?.revision ?? 0;
  }

  /** Every file that shows findings now or did before. */
  files(): readonly Uri[] {
    return [...this.#files.keys()];
  }

  #state(uri: Uri): FileState {
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const state: FileState = { analysed: nothing, forgotten: false, moved: null, live: null, shown: [], revision: 0 };
    this.#files.set(uri, state);
    return state;
  }

  /** Says what these files show now, and tells of those where it is something else than before. */
  #refresh(uris: readonly Uri[]): void {
    const changed = uris.filter((uri) => {
      const state = this.#state(uri);
      const next = [...(state.live ?? state.analysed.own), ...(state.moved ?? state.analysed.host)];
      if (JSON.stringify(next) === JSON.stringify(state.shown)) return false;
      state.shown = next;
      state.revision = ++this.#revision;
      return true;
    });
    if (changed.length > 0) this.#changed(changed);
  }
}

function moveFindings(findings: readonly PlacedFinding[], edit: PositionEdit): readonly PlacedFinding[] {
  return findings.flatMap((finding) => {
    const range = shiftRange(finding.range, edit);
    return range === null ? [] : [{ ...finding, range }];
  });
}
