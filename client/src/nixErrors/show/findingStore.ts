/**
 * The findings of Nix that are in force, by file.
 * Invariants: a run replaces what earlier runs over the same have found, and nothing else; nothing is there twice; a
 * finding in a file that was edited since says so, moves with its text, and goes when its own lines are edited; what
 * the language server says as well is not shown beside it, and does not come back when that goes.
 */

import type { PlacedNixFinding } from "../place/placeFinding.ts";
import type { TextRange } from "../place/textPlace.ts";
import { type BufferChange, moveRange, shiftNixRange } from "./movingFindings.ts";
import { isSaidLive, type LiveFinding } from "./sameAsLive.ts";

export interface ShownFinding {
  readonly placed: PlacedNixFinding;
  /** Where it stands now. */
  readonly range: TextRange;
  /** The text was edited since the run. */
  readonly isOld: boolean;
}

interface Entry {
  readonly scope: string;
  readonly placed: PlacedNixFinding;
  /** The lines it is about, as they were. */
  readonly text: string;
  range: TextRange;
  /** All that it is about: where an edit ends it. */
  extent: TextRange;
  isOld: boolean;
}

/** The text of lines `from` to `to` of a file, both from zero and both included. */
export type LinesAt = (from: number, to: number) => string;

export class FindingStore {
  readonly #files = new Map<string, Entry[]>();

  /** Forgets what earlier runs over a scope, or a part of it, have found, and says which files that was. */
  begin(scope: string): readonly string[] {
    return this.#keep((entry) => entry.scope !== scope && !isPartOf(entry.scope, scope));
  }

  /** Takes a finding in. `isOld`: the file's buffer differs from what Nix has read. */
  add(scope: string, placed: PlacedNixFinding, text: string, isOld: boolean): void {
    const entries = (this.#files.get(placed.path) ?? []).filter((entry) => !isSame(entry, placed));
    entries.push({ scope, placed, text, range: placed.range, extent: placed.extent, isOld });
    this.#files.set(placed.path, entries);
  }

  /** A file was edited; true when something is shown differently now. */
  edit(path: string, changes: readonly BufferChange[]): boolean {
    const entries = this.#files.get(path);
    if (entries === undefined || changes.length === 0) return false;
    for (const entry of entries) entry.isOld = true;
    for (const change of changes) {
      for (const entry of [...entries]) {
        const moved = moveRange(entry.extent, change);
        if (moved === null) entries.splice(entries.indexOf(entry), 1);
        else {
          entry.range = shiftNixRange(entry.range, moved.start.line - entry.extent.start.line);
          entry.extent = moved;
        }
      }
    }
    if (entries.length === 0) this.#files.delete(path);
    return true;
  }

  /** A file was opened, or read again: findings whose lines are not there any more go. True when there were any. */
  verify(path: string, linesAt: LinesAt): boolean {
    return this.#keep((entry) => entry.placed.path !== path || hasItsLines(entry, linesAt)).length > 0;
  }

  /** A file, or a folder with all in it, is gone. Says of which files there were findings. */
  remove(path: string): readonly string[] {
    return this.#keep(({ placed }) => placed.path !== path && !placed.path.startsWith(`${path}/`));
  }

  /** The language server's findings in a file have changed: what Nix says of the same goes. Says of which files that was. */
  live(path: string, findings: readonly LiveFinding[]): readonly string[] {
    return this.#keep(
      (entry) => !placesOf(entry, path).some((range) => isSaidLive(entry.placed.finding.kind, range, findings)),
    );
  }

  shown(path: string): readonly ShownFinding[] {
    return (this.#files.get(path) ?? []).map(({ placed, range, isOld }) => ({ placed, range, isOld }));
  }

  files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** Keeps some entries, and says in which files there were others. */
  #keep(isKept: (entry: Entry) => boolean): readonly string[] {
    const changed: string[] = [];
    for (const [path, entries] of [...this.#files]) {
      const kept = entries.filter(isKept);
      if (kept.length === entries.length) continue;
      changed.push(path);
      if (kept.length === 0) this.#files.delete(path);
      else this.#files.set(path, kept);
    }
    return changed;
  }
}

/** Whether a scope is a single file below a folder, or one host of its flake. */
function isPartOf(scope: string, folder: string): boolean {
  return scope.startsWith(`${folder}#`) || (scope.endsWith(".nix") && scope.startsWith(`${folder}/`));
}

/** The same words at the same place: two runs have met the same. */
function isSame({ placed, range }: Entry, other: PlacedNixFinding): boolean {
  return placed.finding.message === other.finding.message && JSON.stringify(range) === JSON.stringify(other.range);
}

/** The places in a file that a finding is about: of a conflict every side, since ours may stand at another. */
function placesOf({ placed, extent }: Entry, path: string): readonly TextRange[] {
  const own = placed.path === path ? [extent] : [];
  if (placed.finding.kind !== "conflicting-definitions") return own;
  return [...own, ...placed.related.flatMap((other) => (other.path === path ? [other.extent ?? other.range] : []))];
}

function hasItsLines({ range, text }: Entry, linesAt: LinesAt): boolean {
  return linesAt(range.start.line, range.end.line) === text;
}
