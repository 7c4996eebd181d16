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

interface Mending {
  readonly mender: Mender;
  readonly mends: readonly Mend[];
}

const mending = new WeakMap<ParsedFile, Mending>();

/** `mends`: what was changed in the text to parse it as it is. */
export function setMender(file: ParsedFile, mender: Mender, mends: readonly Mend[]): void {
  mending.set(file, { mender, mends });
}

export function menderOf(file: ParsedFile): Mender | null {
  return mending.get(file)?.mender ?? null;
}

/** What had to be changed in the text of a file so that it parses; nothing, mostly. */
export function mendsOf(file: ParsedFile): readonly Mend[] {
  return mending.get(file)?.mends ?? [];
}
