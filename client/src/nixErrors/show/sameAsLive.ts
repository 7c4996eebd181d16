/**
 * Whether the language server says already what Nix has said. Its findings are newer, so they are the ones to show.
 */
import type { NixKind } from "../parse/nixFinding.ts";
import type { TextRange } from "../place/textPlace.ts";

/** A finding of the language server. */
export interface LiveFinding {
  readonly code: string;
  readonly range: TextRange;
}

/** The codes (docs/rules.md) that say the same as a kind. */
const codes: { readonly [kind in NixKind]?: readonly string[] } = {
  syntax: ["syntax-error", "duplicate-attribute"],
  "duplicate-attribute": ["duplicate-attribute"],
  "undefined-name": ["undefined-name"],
  "missing-file": ["missing-file"],
  evaluation: ["evaluation-error", "undefined-name", "missing-file"],
  "unknown-option": ["unknown-option", "module-not-imported"],
  "type-mismatch": ["type-mismatch"],
  "conflicting-definitions": ["conflicting-definitions"],
  "read-only-option": ["read-only-option"],
  "deprecated-option": ["deprecated-option"],
  "undefined-option": ["evaluation-error"],
  "module-argument": ["evaluation-error"],
  "failed-assertion": ["failed-assertion", "missing-dependency", "port-conflict"],
  "module-warning": ["module-warning", "deprecated-option"],
};

/** Whether one of a file's live findings is about the same at the same place. */
export function isSaidLive(kind: NixKind, range: TextRange, live: readonly LiveFinding[]): boolean {
  const same = codes[kind] ?? [];
  // Nix stops at the first thing that does not parse, and ours stands where a person would look for it.
  if (kind === "syntax" && live.some(({ code }) => code === "syntax-error")) return true;
  return live.some(({ code, range: other }) => {
    return same.includes(code) && other.start.line <= range.end.line && range.start.line <= other.end.line;
  });
}
