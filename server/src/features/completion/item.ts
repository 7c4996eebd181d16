/** Completion results as plain data: what the protocol's items are made of. */

import type { Range } from "../../base/range.ts";
import type { OptionPath } from "../../modules/api.ts";

export interface CompletionResult {
  /** What an accepted item replaces: the word under the cursor. */
  readonly range: Range;
  readonly items: readonly CompletionItem[];
  /** True when there are more items than are listed, so that typing on must ask again. */
  readonly isIncomplete: boolean;
}

export interface CompletionItem {
  /** The next name alone, quoted when it has to be. */
  readonly label: string;
  readonly kind: CompletionKind;
  readonly insert: string;
  /** Whether `insert` is a snippet; plain text otherwise. */
  readonly snippet: boolean;
  /** What typed text is compared with. */
  readonly filter: string;
  readonly sort: string;
  /** Right of the label: a type, a signature. */
  readonly detail: string | null;
  /** At the far right: a default, a file, where a name comes from. */
  readonly note: string | null;
  readonly documentation: DocumentationRef | null;
  /** Whether to ask for completion again once it is accepted (a folder). */
  readonly again: boolean;
}

export type CompletionKind =
  | "option"
  | "namespace"
  | "attribute"
  | "value"
  | "enumMember"
  | "package"
  | "variable"
  | "parameter"
  | "function"
  | "keyword"
  | "snippet"
  | "file"
  | "folder";

/** Documentation to be looked up when an item is shown (`completionDocumentation`). */
export type DocumentationRef =
  | { readonly kind: "option"; readonly path: OptionPath }
  | { readonly kind: "lib"; readonly path: readonly string[] }
  | { readonly kind: "builtin"; readonly name: string };

/** An item from what matters; the rest follows. `rank` sorts before the label. */
export function makeItem(
  label: string,
  kind: CompletionKind,
  rank: number,
  more: Partial<Omit<CompletionItem, "label" | "kind" | "sort">> = {},
): CompletionItem {
  const filter = more.filter ?? label;
  return {
    label,
    kind,
    insert: more.insert ?? label,
    snippet: more.snippet ?? false,
    filter,
    sort: `${String(rank).padStart(2, "0")}${filter}`,
    detail: more.detail ?? null,
    note: more.note ?? null,
    documentation: more.documentation ?? null,
    again: more.again ?? false,
  };
}
