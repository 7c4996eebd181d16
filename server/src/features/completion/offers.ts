/** Asks the offers that fit what is wanted at the cursor. */
import type { TypeInfo } from "../../modules/api.ts";
import { locate } from "../../schema/lookup.ts";
import type { WantedInherit, WantedSelect, WantedString, WantedValue } from "../../syntax/cursor/cursor.ts";
import { enclosingWiths } from "../resolve/bindings.ts";
import { meaningOf, selectMeaning } from "../resolve/meaning.ts";
import { optionPlace } from "../resolve/optionPlace.ts";
import { offerPath, offerSiblings } from "./filePaths.ts";
import { offerFormals } from "./formalNames.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import { offerMembers } from "./memberNames.ts";
import { offerAttrNames } from "./optionNames.ts";
import { offerOptionValues, offerStringMembers } from "./optionValues.ts";
import type { CompletionRequest } from "./request.ts";
import { offerExpression, offerScope } from "./scopeNames.ts";

/** Everything that can stand there, in no order. */
export function offer(request: CompletionRequest): readonly CompletionItem[] {
  const { wanted } = request.cursor;
  switch (wanted.kind) {
    case "attrName":
      return offerAttrNames(request, wanted);
    case "value":
      return [
        ...offerModule(request),
        ...offerValues(request, wanted),
        ...offerExpression(request, wantsPackage(request, wanted)),
      ];
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

/** A module to begin with, in a file that holds nothing yet. */
function offerModule({ context }: CompletionRequest): readonly CompletionItem[] {
  const { text } = context.file;
  if (!/^\s*[{\w]*\s*$/.test(text)) return [];
  const insert = "{ config, lib, pkgs, ... }:\n\n{\n\t$0\n}\n";
  return [
    makeItem("{ config, lib, pkgs, ... }:", "snippet", 0, {
      insert,
      snippet: true,
      filter: "module",
      detail: "NixOS module",
    }),
  ];
}

function offerValues(request: CompletionRequest, wanted: WantedValue): readonly CompletionItem[] {
  if (wanted.interpolation) return [];
  const { context, cursor } = request;
  const place = optionPlace(wanted.path, cursor.file, context.options);
  if (place?.kind === "imports") return offerSiblings(request);
  if (place?.kind !== "config" || place.path.length === 0) return [];
  const located = locate(context.options, place.path);
  return located === null ? [] : offerOptionValues(located, context.options);
}

/** Whether a package is wanted: by the option's type, or in a list right below `with pkgs`. */
function wantsPackage({ context, cursor, env }: CompletionRequest, wanted: WantedValue): boolean {
  if (wanted.interpolation) return false;
  const place = optionPlace(wanted.path, cursor.file, context.options);
  const type = place?.kind === "config" ? (locate(context.options, place.path)?.type ?? null) : null;
  if (type !== null) return isPackage(type);
  const [innermost] = enclosingWiths(env);
  if (innermost === undefined || wanted.path.names.at(-1) !== "*") return false;
  return meaningOf(innermost.node.environment, innermost.env, context)?.kind === "pkgs";
}

function isPackage({ kind, inner = [] }: TypeInfo): boolean {
  if (kind === "package") return true;
  return (kind === "nullOr" || kind === "either" || kind === "coercedTo") && inner.some(isPackage);
}

function offerSelect({ context, cursor, env }: CompletionRequest, wanted: WantedSelect): readonly CompletionItem[] {
  const target = meaningOf(wanted.target, env, context);
  const meaning = target === null ? null : selectMeaning(target, wanted.names, context);
  return meaning === null ? [] : offerMembers(meaning, context, cursor.prefix);
}

function offerInherit(request: CompletionRequest, wanted: WantedInherit): readonly CompletionItem[] {
  const { context, env } = request;
  const defined = new Set(wanted.defined);
  const meaning = wanted.from === null ? null : meaningOf(wanted.from, env, context);
  const items =
    wanted.from === null
      ? offerScope(request)
      : meaning === null
        ? []
        : offerMembers(meaning, context, request.cursor.prefix);
  return items.filter(({ filter }) => !defined.has(filter));
}

function offerString({ context, cursor }: CompletionRequest, wanted: WantedString): readonly CompletionItem[] {
  const place = optionPlace(wanted.path, cursor.file, context.options);
  if (place?.kind !== "config") return [];
  const located = locate(context.options, place.path);
  return located === null ? [] : offerStringMembers(located);
}
