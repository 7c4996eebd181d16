/**
 * What a rule is and what it finds. A rule is a file: what it is called and how it is explained, its check, its fixes.
 * `rules/registry.ts` has a row for each.
 */
import type { Location, Place, Range } from "../../base/range.ts";
import type { Message } from "../../base/safeText.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

export type Severity = "error" | "warning" | "information" | "hint";

export interface RuleMeta {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence for tables. */
  readonly summary: string;
  /** The section of the rule on `docs/rules.md`, in Markdown, without its heading. */
  readonly documentation: string;
  /** True: the fixes of several findings do not depend on each other, so all of a file can be made at once. */
  readonly fixesAreIndependent?: true;
}

/** What all rules have in common; what they check is each kind's own. */
export interface Rule {
  readonly meta: RuleMeta;
  /** What can be done about a finding, the most likely first; asked for later, from the syntax as it is then. */
  readonly fixes?: (context: FixContext, finding: OpenFinding) => Fix[];
}

/** A finding as a rule makes it, in offsets of the text that was analysed. */
export interface Finding {
  readonly code: string;
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
  readonly severity?: Severity;
  readonly tags?: readonly "unnecessary"[];
  readonly related?: readonly (Location & { readonly message: string })[];
  /** Labels of the hosts it holds on; absent when it holds on every host that imports the file, or needs none. */
  readonly hosts?: readonly string[];
  /** Plain data for the rule's own fixes. */
  readonly data?: FixData;
}

/** A finding with places instead of offsets: what crosses threads, is published, printed and fixed. */
export interface PlacedFinding extends Place {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Message;
  readonly tags: readonly "unnecessary"[];
  readonly related: readonly (Place & { readonly message: Message })[];
  readonly hosts: readonly string[] | null;
  readonly data: FixData | null;
}

export type FixData = { readonly [key: string]: FixValue };
export type FixValue = string | number | boolean | null | readonly FixValue[] | { readonly [key: string]: FixValue };

/** A finding as its fixes see it: offsets of the current text. */
export interface OpenFinding {
  readonly code: string;
  readonly range: Range;
  /** `{}` where the finding has none. */
  readonly data: FixData;
}

export interface TextEdit {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  /** The one a user would most likely want. */
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
  /** Files to make, with their text, before the edits. */
  readonly creates?: readonly { readonly uri: string; readonly text: string }[];
}

/** What a fix may read: the current syntax of the finding's file and of others that are loaded. */
export interface FixContext {
  readonly file: ParsedFile;
  other(uri: string): ParsedFile | null;
}
