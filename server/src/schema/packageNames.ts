/** Names of packages that the product knows where none of nixpkgs is at hand. */

/** The names of packages that the product knows, without their set: `git`. */
export interface PackageNames {
  /** What it is the knowledge of: `2023-01`. */
  readonly asOf: string;
  /** Sorted by their bytes. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** At most `limit` names that typed text may mean: those that begin with it first. */
  fitting(typed: string, limit: number): readonly string[];
}

/** Names of packages out of the text of `schemas/nixpkgs-packages.br`. */
export function packageNames(text: string): PackageNames {
  const [asOf = "", ...names] = text.split("\n");
  let all: ReadonlySet<string> | null = null;
  let lower: readonly string[] | null = null;
  return {
    asOf,
    names,
    has(name) {
      all ??= new Set(names);
      return all.has(name);
    },
    fitting(typed, limit) {
      lower ??= names.map((name) => name.toLowerCase());
      const wanted = typed.toLowerCase();
      const first: string[] = [];
      const others: string[] = [];
      for (const [index, name] of lower.entries()) {
        if (first.length === limit) break;
        if (name.startsWith(wanted)) first.push(names[index] ?? "");
        else if (others.length < limit && isSubsequence(wanted, name)) others.push(names[index] ?? "");
      }
      return [...first, ...others].slice(0, limit);
    },
  };
}

/** Whether the characters of `typed` stand in `text` in their order. */
export function isSubsequence(typed: string, text: string): boolean {
  let at = 0;
  for (let index = 0; index < text.length && at < typed.length; index++)
    if (text.charCodeAt(index) === typed.charCodeAt(at)) at++;
  return at >= typed.length;
}
