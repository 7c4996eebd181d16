/**
 * Notes of bindings that read well, so that the same text is not read again: not with the next key, and not for every
 * guess at what was forgotten elsewhere.
 * Invariant: passing over a noted binding leaves the reading as if it had been read. A note holds all of its
 * surroundings that the reading of a binding can depend on, and counts only where that is the same.
 */
import type { TextChange } from "../tree/anchors.ts";
import type { MendedText } from "../tree/mend.ts";

export interface BindingNote {
  readonly length: number;
  readonly lead: LineLead;
  /** The least indentation that was compared with that of openings around the binding. */
  readonly leastIndentation: number;
  /** How much deeper than its place the reading went. */
  readonly depth: number;
  /** The strings in it. */
  readonly strings: StringRun;
  /** The `id` of the effort that has paid for reading it. */
  paidBy: object;
}

/** A string that was read: where it opens and, unless it never does, where it closes. */
export interface ReadString {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

/** Strings that were read one after the other, and those of bindings that were passed over, by where these start. */
export interface StringRun {
  /** What the places of its strings are relative to. */
  readonly base: number;
  readonly items: readonly (ReadString | { readonly at: number; readonly run: StringRun })[];
}

/** All strings of a run whose base stands at `at`. */
export function stringsOf({ base, items }: StringRun, at: number): ReadString[] {
  const by = at - base;
  return items.flatMap((item) => {
    if ("run" in item) return stringsOf(item.run, item.at + by);
    return by === 0 ? item : { ...item, start: item.start + by, end: item.end + by };
  });
}

/** How the line begins that a binding starts on. */
export interface LineLead {
  readonly indentation: number;
  /** Whether the binding is the first on its line. */
  readonly first: boolean;
}

/** What may be spent on one explanation, and what is known for it. */
export interface Effort {
  /** How much text may still be read. What one effort has read before it reads for nothing. */
  units: number;
  /** Told apart from others by what notes keep of it: an effort itself would keep the notes of all texts before. */
  readonly id: object;
  readonly notes: TextNotes;
}

type NoteTable = Map<number, BindingNote>;

/** The notes of one text, by where their bindings start. */
export class TextNotes {
  /** Of readings with an eye on the indentation. */
  readonly indented: NoteTable;
  /** Of readings without. */
  readonly plain: NoteTable;

  constructor(indented: NoteTable = new Map(), plain: NoteTable = new Map()) {
    this.indented = indented;
    this.plain = plain;
  }

  /** The notes that a change of the text leaves true. */
  after(change: TextChange): TextNotes {
    return new TextNotes(unchanged(this.indented, change), unchanged(this.plain, change));
  }
}

function unchanged(notes: NoteTable, { start, end, newEnd }: TextChange): NoteTable {
  const kept: NoteTable = new Map();
  for (const [at, note] of notes) {
    if (at + note.length <= start) kept.set(at, note);
    else if (at >= end) kept.set(at + newEnd - end, note);
  }
  return kept;
}

/** The notes as one reading sees them, which may be of the text with something put in. */
export class ReadingNotes {
  readonly #table: NoteTable;
  readonly #text: MendedText;
  readonly #effort: Effort;
  /** Before this offset of the real text, all that is noted is paid for. */
  #paidUntil = 0;
  /** How much of the text was passed over that had been paid for before. */
  passed = 0;

  constructor(text: MendedText, byIndentation: boolean, effort: Effort) {
    this.#table = byIndentation ? effort.notes.indented : effort.notes.plain;
    this.#text = text;
    this.#effort = effort;
  }

  /** The note of the binding that starts at `start`, if the text there is as it was noted. */
  at(start: number): BindingNote | null {
    const note = this.#table.get(this.#text.toReal(start));
    if (note === undefined) return null;
    return this.#text.touches(start, start + note.length) ? null : note;
  }

  /** Begins to read what cannot be passed over: what is inside may be paid for all the same. */
  enter(start: number): void {
    const real = this.#text.toReal(start);
    const note = this.#table.get(real);
    if (note?.paidBy === this.#effort.id) this.#paidUntil = Math.max(this.#paidUntil, real + note.length);
  }

  /** Pays for a binding that is passed over, unless that has been done. */
  pass(start: number, note: BindingNote): void {
    if (note.paidBy === this.#effort.id || this.#text.toReal(start) < this.#paidUntil) this.passed += note.length;
    else note.paidBy = this.#effort.id;
  }

  /** Keeps a note of a binding that was read; `passed` is how much had been passed over when its reading began. */
  keep(start: number, note: Omit<BindingNote, "paidBy">, passed: number): void {
    if (this.#text.touches(start, start + note.length)) return;
    const at = this.#text.toReal(start);
    this.#table.set(at, { ...note, paidBy: this.#effort.id });
    this.passed = passed;
  }
}
