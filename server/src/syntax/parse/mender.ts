/**
 * How a parsed file is parsed again with changes made to it for the occasion. Kept out of the interface of files, so
 * that those who read a file see plain data; and in the file itself, not in a weak map beside it: while the collector
 * of young objects runs, what a weak map holds is alive, so that every file of a document would be kept for long.
 */

import type { TextNotes } from "../recovery/readNotes.ts";
import type { Mend } from "../tree/mend.ts";
import type { ParsedFile } from "../tree/parsedFile.ts";

/**
 * The file as if `mends` had been made to its text, in the real text's offsets; no problems are looked for. `whole`:
 * answers `null` when the mended text does not parse either.
 */
export type Mender = (mends: readonly Mend[], options: { readonly whole: boolean }) => ParsedFile | null;

export interface Mending {
  readonly mender: Mender;
  /** What was changed in the text to parse it as it is. */
  readonly mends: readonly Mend[];
  /** What is known of reading the text; `null` where it never had to be read. */
  readonly notes: TextNotes | null;
}

export class MendableFile {
  mending: Mending | null = null;
}

/** `null` for a file that was made for an occasion itself. */
export function mendingOf(file: ParsedFile): Mending | null {
  return file instanceof MendableFile ? file.mending : null;
}
