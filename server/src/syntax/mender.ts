/**
 * How a parsed file is parsed again with changes made to it for the occasion. Kept beside the files instead of in them,
 * so that a file stays plain data and whoever holds one can ask.
 */
import type { Mend } from "./mend.ts";
import type { ParsedFile } from "./parsedFile.ts";
import type { TextNotes } from "./readNotes.ts";

/**
 * The file as if `mends` had been made to its text, in the real text's offsets; no problems are looked for. `whole`:
 * answers `null` when the mended text does not parse either.
 */
export type Mender = (mends: readonly Mend[], options: { readonly whole: boolean }) => ParsedFile | null;

interface Mending {
  readonly mender: Mender;
  readonly mends: readonly Mend[];
  readonly notes: TextNotes | null;
}

const mending = new WeakMap<ParsedFile, Mending>();

/** `mends`: what was changed in the text to parse it as it is; `notes`: what is known of reading it. */
export function setMender(file: ParsedFile, mender: Mender, mends: readonly Mend[], notes: TextNotes | null): void {
  mending.set(file, { mender, mends, notes });
}

export function menderOf(file: ParsedFile): Mender | null {
  return mending.get(file)?.mender ?? null;
}

/** What had to be changed in the text of a file so that it parses; nothing, mostly. */
export function mendsOf(file: ParsedFile): readonly Mend[] {
  return mending.get(file)?.mends ?? [];
}

/** What is known of reading a file's text; `null` where it never had to be read. */
export function notesOf(file: ParsedFile): TextNotes | null {
  return mending.get(file)?.notes ?? null;
}
