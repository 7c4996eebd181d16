/** Files of a new configuration, and names in the words of its texts. */

/** A file below the configuration's folder, with `/`. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Names of hosts or services in a sentence: `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
