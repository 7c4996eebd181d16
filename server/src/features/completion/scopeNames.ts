/** Offers the names in scope, the builtins every file has, and the keywords that begin an expression. */
import { formatName } from "../../syntax/tree/attrName.ts";
import { globalBuiltins } from "../language/builtins.ts";
import { type BindingSite, enclosingWiths, type NameEnvironment, scopeSites } from "../resolve/bindings.ts";
import { meaningOf, meaningOfSites } from "../resolve/meaning.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import { itemKindOf, offerMembers, showBuiltin } from "./memberNames.ts";
import type { CompletionRequest } from "./request.ts";

const localRank = 10;
const withRank = 12;
const keywordRank = 14;
const globalRank = 15;

/** In front of names in scope, where a package is wanted. */
const packageRank = 8;

/**
 * Names, builtins and keywords for a place where an expression begins. Where a package is wanted, packages come first and
 * builtins do not come at all.
 */
export function offerExpression(request: CompletionRequest, wantsPackage: boolean): readonly CompletionItem[] {
  const names = offerScope(request);
  if (wantsPackage) {
    const isFirst = ({ kind }: CompletionItem): boolean => kind === "package" || kind === "namespace";
    const ranked = names.map((item) => (isFirst(item) ? { ...item, sort: `0${packageRank}${item.filter}` } : item));
    return [...ranked, ...keywords];
  }
  const taken = new Set(names.map(({ filter }) => filter));
  const builtins = globalBuiltins.filter((name) => !taken.has(name)).map((name) => showBuiltin(name, globalRank));
  return [...names, ...builtins, ...keywords];
}

/** The names that `let`, functions, `rec` sets and `with` bring into scope; the innermost of each name. */
export function offerScope(request: CompletionRequest): readonly CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  for (const item of [...lexicalNames(request), ...withNames(request)]) {
    if (!items.has(item.filter)) items.set(item.filter, item);
  }
  return [...items.values()];
}

function* lexicalNames({ env, context }: CompletionRequest): Generator<CompletionItem> {
  for (const [index, scope] of env.scopes.entries()) {
    if (scope.kind === "with") continue;
    if (scope.kind === "lambda") {
      for (const { name } of scope.formals?.formals ?? []) yield makeItem(name.name, "parameter", localRank);
      if (scope.name !== null) yield makeItem(scope.name.name, "parameter", localRank);
      continue;
    }
    for (const [name, sites] of scopeSites(scope, env, index)) {
      // A name in quotes cannot be used as a variable.
      if (formatName(name) !== name) continue;
      yield makeItem(name, itemKindOf(meaningOfSites(sites, context)), localRank, { detail: shortText(sites, env) });
    }
  }
}

/** What a name is bound to, if that is short enough to read at a glance. */
function shortText(sites: readonly BindingSite[], env: NameEnvironment): string | null {
  const [site] = sites;
  if (site === undefined || sites.length > 1 || site.rest.length > 0 || site.value.kind !== "expression") return null;
  const { expression } = site.value;
  if (expression === null) return null;
  const { start, end } = env.file.rangeOf(expression);
  const text = end - start > 60 ? "" : env.file.text.slice(start, end);
  return text === "" || text.includes("\n") ? null : text;
}

function* withNames({ env, context, cursor }: CompletionRequest): Generator<CompletionItem> {
  for (const { node, env: around } of enclosingWiths(env)) {
    const meaning = meaningOf(node.environment, around, context);
    if (meaning === null) continue;
    for (const item of offerMembers(meaning, context, cursor.prefix))
      yield { ...item, sort: `${withRank}${item.filter}` };
  }
}

const keywords: readonly CompletionItem[] = [
  { word: "let", snippet: "let\n\t$1\nin\n$0" },
  { word: "if", snippet: "if $1 then $2 else $0" },
  { word: "with", snippet: "with $1; $0" },
  { word: "rec", snippet: "rec {\n\t$0\n}" },
  { word: "assert", snippet: "assert $1; $0" },
].map(({ word, snippet }) => makeItem(word, "keyword", keywordRank, { insert: snippet, snippet: true }));
