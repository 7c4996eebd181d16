/** The tables of the grammar, asked for once. */
import type { Language } from "web-tree-sitter";

export interface Grammar {
  /** The names of the types of nodes, by their ids. */
  readonly types: readonly string[];
  /** Which types are more than a sign or a keyword, by their ids. */
  readonly named: readonly boolean[];
  /** The id of comments. */
  readonly comment: number;
  /** The names of fields, by their ids. */
  readonly fields: readonly (string | null)[];
}

export function grammarOf(language: Language): Grammar {
  const { types, fields } = language;
  const named = types.map((_, id) => language.nodeTypeIsNamed(id));
  return { types, named, comment: types.indexOf("comment"), fields };
}
