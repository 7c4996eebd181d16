/** Offers names on the left of `=`: options, the parts of a module, attributes that a function or a flake wants. */
import type { OptionNode, OptionPath } from "../../modules/api.ts";
import { isPlaceholder, locate, placeholderChild } from "../../schema/lookup.ts";
import type { WantedAttrName } from "../../syntax/cursor/cursor.ts";
import { formatName } from "../../syntax/tree/attrName.ts";
import { namesInUse } from "../resolve/members.ts";
import { optionPlace } from "../resolve/optionPlace.ts";
import { offerArguments } from "./callArguments.ts";
import { offerFlakeNames } from "./flakeAttributes.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import { type OptionNameStyle, optionItem } from "./optionItem.ts";
import { type CompletionRequest, characterAfter } from "./request.ts";
import { holdsAttributes } from "./snippet.ts";

export function offerAttrNames(request: CompletionRequest, wanted: WantedAttrName): readonly CompletionItem[] {
  const { context, cursor } = request;
  const place = optionPlace(wanted.path, cursor.file, context.options);
  switch (place?.kind) {
    case "config":
      return [...(place.top ? moduleParts(wanted) : []), ...offerOptionNames(request, wanted, place.path, place.top)];
    case "imports":
      return place.path.length === 1 ? [...moduleParts(wanted), ...offerOptionNames(request, wanted, [], true)] : [];
    case "options":
      return offerPrefixes(request, place.path);
    case "flake":
      return offerFlakeNames(place.path, wanted);
    case undefined:
      return offerArguments(request, wanted);
  }
}

function offerOptionNames(
  request: CompletionRequest,
  wanted: WantedAttrName,
  path: OptionPath,
  top: boolean,
): readonly CompletionItem[] {
  const defined = new Set(wanted.defined);
  // With `config` or `options` beside it, an option right in the module is an error.
  if (top && (defined.has("config") || defined.has("options"))) return [];
  const node = locate(request.context.options, path)?.node ?? null;
  if (node === null) return [];
  const style: OptionNameStyle = {
    nameOnly: wanted.hasValue,
    quoted: wanted.quoted,
    semicolon: characterAfter(request) === ";",
  };
  const items: CompletionItem[] = [];
  for (const [name, child] of node.children) {
    if (isPlaceholder(name) || child.option?.internal || child.option?.readOnly) continue;
    const again = defined.has(name);
    if (again && !mayBeDefinedAgain(child)) continue;
    items.push(optionItem(name, child, path, again ? { ...style, nameOnly: true } : style));
  }
  const any = placeholderChild(node);
  if (any !== null) items.push(...offerNamesInUse(request, path, node, defined, style));
  return items;
}

/** A prefix, and what is a set, can go on: `services.x.enable = …; services.x.port = …;`. */
function mayBeDefinedAgain(node: OptionNode): boolean {
  return node.children.size > 0 || (node.option !== null && holdsAttributes(node.option.type));
}

/** Users, virtual hosts, file systems: the names that other definitions already use. */
function offerNamesInUse(
  { context }: CompletionRequest,
  path: OptionPath,
  node: OptionNode,
  defined: ReadonlySet<string>,
  style: OptionNameStyle,
): readonly CompletionItem[] {
  return [...namesInUse(context, path)]
    .filter((name) => !node.children.has(name))
    .map((name) =>
      makeItem(formatName(name), "attribute", 5, {
        insert: style.quoted ? formatName(name).replace(/^"|"$/g, "") : formatName(name),
        filter: name,
        note: defined.has(name) ? "defined here" : null,
      }),
    );
}

/** `imports`, `options` and `config`, which stand right in a module. */
function moduleParts(wanted: WantedAttrName): readonly CompletionItem[] {
  if (wanted.leading.length > 0 || wanted.quoted) return [];
  const parts = [
    { name: "imports", snippet: "imports = [ $0 ];", detail: "list of modules" },
    { name: "options", snippet: "options = {\n\t$0\n};", detail: "option declarations" },
    { name: "config", snippet: "config = {\n\t$0\n};", detail: "option definitions" },
  ];
  return parts
    .filter(({ name }) => !wanted.defined.includes(name))
    .map(({ name, snippet, detail }) =>
      makeItem(name, "keyword", 3, {
        insert: wanted.hasValue ? name : snippet,
        snippet: !wanted.hasValue,
        detail,
      }),
    );
}

/** Where options are declared only the way there is of interest: an option that exists is not declared again. */
function offerPrefixes({ context }: CompletionRequest, path: OptionPath): readonly CompletionItem[] {
  const node = locate(context.options, path)?.node ?? null;
  if (node === null) return [];
  const items: CompletionItem[] = [];
  for (const [name, child] of node.children) {
    if (child.option !== null || isPlaceholder(name)) continue;
    items.push(optionItem(name, child, path, { nameOnly: true, quoted: false, semicolon: false }));
  }
  return items;
}
