/** Completion: finds what is wanted at the cursor, asks the offers, and shows at most as many items as are useful. */

import { isSubsequence } from "../../schema/packageNames.ts";
import { cursorAt } from "../../syntax/cursor/cursorContext.ts";
import type { FeatureContext } from "../context/context.ts";
import type { CompletionItem, CompletionResult } from "./item.ts";
import { offer } from "./offers.ts";

/** More items than this no list shows usefully; then what is typed already decides which. */
const itemLimit = 2000;

/** What can stand at `offset`; `null` where nothing can: in comments, in plain text. */
export function complete(context: FeatureContext, offset: number): CompletionResult | null {
  const cursor = cursorAt(context.file, offset);
  if (cursor === null) return null;
  const request = { context, cursor, env: { file: cursor.file, scopes: cursor.scopes } };
  const offered = offer(request);
  if (offered.length === 0) return null;
  return { range: cursor.replaced, ...limited(offered, cursor.prefix) };
}

/** All items, or when there are too many those that what is typed may still mean, the best first. */
function limited(items: readonly CompletionItem[], typed: string): Pick<CompletionResult, "items" | "isIncomplete"> {
  // Of packages only those are offered that what is typed may mean.
  if (items.length <= itemLimit) return { items, isIncomplete: items.some(({ kind }) => kind === "package") };
  const lower = typed.toLowerCase();
  const fitting = items.filter(({ filter }) => isSubsequence(lower, filter.toLowerCase()));
  if (fitting.length <= itemLimit) return { items: fitting, isIncomplete: true };
  const starts = (item: CompletionItem) => (item.filter.toLowerCase().startsWith(lower) ? 0 : 1);
  const best = [...fitting].sort((a, b) => starts(a) - starts(b) || (a.sort < b.sort ? -1 : 1));
  return { items: best.slice(0, itemLimit), isIncomplete: true };
}
