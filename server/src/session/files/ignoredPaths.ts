/** Decides which paths a scan leaves out: what git ignores, and folders that are never a user's sources. */
import ignore, { type Ignore } from "ignore";

const skippedFolders = new Set([".git", ".direnv", "node_modules"]);

/** Whether a folder or link of this name is left out wherever it stands: `result`, `result-vm` are build outputs. */
export function isSkippedName(name: string): boolean {
  return skippedFolders.has(name) || name.startsWith("result");
}

/**
 * Whether a rule may be matched: the library makes a backtracking expression of it, whose cost is a power of the wildcards
 * in one name. A rule with more of them than people write ignores nothing.
 */
function isBounded(rule: string): boolean {
  const names = rule.split("/");
  return (
    rule.length <= 1_000 &&
    names.filter((name) => name === "**").length <= 3 &&
    names.every((name) => name === "**" || (name.match(/\*+/g)?.length ?? 0) <= 2)
  );
}

/**
 * The git-ignore rules that hold in one folder: its own and those of the folders above it.
 * Paths are relative to the folder that a rule file stands in, with `/`.
 */
export class IgnoreRules {
  readonly #layers: readonly { readonly depth: number; readonly rules: Ignore }[];
  readonly #segments: readonly string[];

  private constructor(
    segments: readonly string[],
    layers: readonly { readonly depth: number; readonly rules: Ignore }[],
  ) {
    this.#segments = segments;
    this.#layers = layers;
  }

  static readonly none = new IgnoreRules([], []);

  /** These rules together with the text of one more rule file that stands in this folder. */
  with(text: string): IgnoreRules {
    const layer = { depth: this.#segments.length, rules: ignore().add(text.split(/\r?\n/).filter(isBounded)) };
    return new IgnoreRules(this.#segments, [...this.#layers, layer]);
  }

  /** The same rules as seen from a folder inside. */
  inside(name: string): IgnoreRules {
    return new IgnoreRules([...this.#segments, name], this.#layers);
  }

  /** Whether an entry of this folder is ignored: the innermost rule file that says anything decides. */
  ignores(name: string, isFolder: boolean): boolean {
    let ignored = false;
    for (const { depth, rules } of this.#layers) {
      const path = [...this.#segments.slice(depth), name].join("/") + (isFolder ? "/" : "");
      if (!ignore.isPathValid(path)) continue;
      const verdict = rules.test(path);
      if (verdict.ignored) ignored = true;
      else if (verdict.unignored) ignored = false;
    }
    return ignored;
  }
}
