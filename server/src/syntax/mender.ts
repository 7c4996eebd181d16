/**
 * How a parsed file is parsed again with changes made to it for the occasion. Kept beside the files instead of in them,
 * so that a file stays plain data and whoever holds one can ask.
 */
import type { Mend } from "./mend.ts";
import type { ParsedFile } from "./parsedFile.ts";

/**
 * The file as if `mends` had been made to its text, in the real text's offsets; no problems are looked for. `whole`:
 * answers `null` when the mended text does not parse either.
 */
export type Mender = (mends: readonly Mend[], options: { readonly whole: boolean }) => ParsedFile | null;

const menders = new WeakMap<ParsedFile, Mender>();

export function setMender(file: ParsedFile, mender: Mender): void {
  menders.set(file, mender);
}

export function menderOf(file: ParsedFile): Mender | null {
  return menders.get(file) ?? null;
}
