/** Completion: finds what is wanted at the cursor, asks the offers that fit, and shows at most as many as are useful. */
import { locate } from "../../schema/lookup.ts";
import type { WantedInherit, WantedSelect, WantedString, WantedValue } from "../../syntax/cursor.ts";
import { cursorAt } from "../../syntax/recover.ts";
import type { FeatureContext } from "../context.ts";
import { meaningOf, selectMeaning } from "../resolve/meaning.ts";
import { optionPlace } from "../resolve/optionPlace.ts";
import type { CompletionItem, CompletionResult } from "./item.ts";
import { offerFormals } from "./offerFormals.ts";
import { offerMembers } from "./offerMembers.ts";
import { offerExpression, offerScope } from "./offerNames.ts";
import { offerAttrNames } from "./offerOptions.ts";
import { offerPath, offerSiblings } from "./offerPaths.ts";
import { offerStringMembers, offerTyped } from "./offerTyped.ts";
import type { CompletionRequest } from "./request.ts";

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

function offer(request: CompletionRequest): readonly CompletionItem[] {
  const { wanted } = request.cursor;
  switch (wanted.kind) {
    case "attrName":
      return offerAttrNames(request, wanted);
    case "value":
      return [...offerValues(request, wanted), ...offerExpression(request)];
    case "select":
      return offerSelect(request, wanted);
    case "formal":
      return offerFormals(request, wanted);
    case "inherit":
      return offerInherit(request, wanted);
    case "string":
      return offerString(request, wanted);
    case "path":
      return offerPath(request, wanted);
  }
}

function offerValues(request: CompletionRequest, wanted: WantedValue): readonly CompletionItem[] {
  if (wanted.interpolation) return [];
  const { context, cursor } = request;
  const place = optionPlace(wanted.path, cursor.file, context.options);
  if (place?.kind === "imports") return offerSiblings(request);
  if (place?.kind !== "config" || place.path.length === 0) return [];
  const located = locate(context.options, place.path);
  return located === null ? [] : offerTyped(located, context.options);
}

function offerSelect({ context, env }: CompletionRequest, wanted: WantedSelect): readonly CompletionItem[] {
  const target = meaningOf(wanted.target, env, context);
  const meaning = target === null ? null : selectMeaning(target, wanted.names, context);
  return meaning === null ? [] : offerMembers(meaning, context);
}

function offerInherit(request: CompletionRequest, wanted: WantedInherit): readonly CompletionItem[] {
  const { context, env } = request;
  const defined = new Set(wanted.defined);
  const meaning = wanted.from === null ? null : meaningOf(wanted.from, env, context);
  const items = wanted.from === null ? offerScope(request) : meaning === null ? [] : offerMembers(meaning, context);
  return items.filter(({ filter }) => !defined.has(filter));
}

function offerString({ context, cursor }: CompletionRequest, wanted: WantedString): readonly CompletionItem[] {
  const place = optionPlace(wanted.path, cursor.file, context.options);
  if (place?.kind !== "config") return [];
  const located = locate(context.options, place.path);
  return located === null ? [] : offerStringMembers(located);
}

/** All items, or when there are too many those that what is typed may still mean, the best first. */
function limited(items: readonly CompletionItem[], typed: string): Pick<CompletionResult, "items" | "isIncomplete"> {
  if (items.length <= itemLimit) return { items, isIncomplete: false };
  const lower = typed.toLowerCase();
  const fitting = items.filter(({ filter }) => isSubsequence(lower, filter.toLowerCase()));
  if (fitting.length <= itemLimit) return { items: fitting, isIncomplete: true };
  const starts = (item: CompletionItem) => (item.filter.toLowerCase().startsWith(lower) ? 0 : 1);
  const best = [...fitting].sort((a, b) => starts(a) - starts(b) || (a.sort < b.sort ? -1 : 1));
  return { items: best.slice(0, itemLimit), isIncomplete: true };
}

function isSubsequence(typed: string, text: string): boolean {
  let at = 0;
  for (const character of text) if (character === typed[at]) at++;
  return at >= typed.length;
}
