/** Offers what can follow a dot: options that are read, `lib.`, `builtins.`, `pkgs.`, the attributes of known sets. */
import { isPlaceholder, locate, placeholderChild } from "../../schema/lookup.ts";
import { formatName } from "../../syntax/tree/attrName.ts";
import type { FeatureContext } from "../context/context.ts";
import { builtinDoc, builtinNames } from "../language/builtins.ts";
import { libMembers } from "../language/lib.ts";
import { packagesOfOptions } from "../language/packages.ts";
import { flakeInputs } from "../resolve/flakeText.ts";
import { meaningOfSites } from "../resolve/meaning.ts";
import { type AttrsPart, attrsMembers, type Meaning } from "../resolve/meanings.ts";
import { namesInUse } from "../resolve/members.ts";
import { type CompletionItem, type CompletionKind, makeItem } from "./item.ts";
import { optionItem } from "./optionItem.ts";

const readStyle = { nameOnly: true, quoted: false, semicolon: false };

/** What `meaning.` can go on with. `typed`: what stands there already. */
export function offerMembers(meaning: Meaning, context: FeatureContext, typed: string): readonly CompletionItem[] {
  switch (meaning.kind) {
    case "config":
      return offerReads(meaning.path, context);
    case "options":
      return offerOptionParts(meaning.path, context);
    case "lib":
      return offerLib(meaning.path);
    case "builtins":
      return builtinNames.map((name) => showBuiltin(name, 1));
    case "pkgs":
      return offerPackages(meaning.path, context, typed);
    case "hosts":
      return context.hosts.map(({ name }) =>
        makeItem(formatName(name), "attribute", 0, { filter: name, detail: "host" }),
      );
    case "host":
      return plain(["config", "options", "pkgs", "extendModules"]);
    case "inputs":
      return plain(flakeInputs(context));
    case "input":
      return meaning.path.length > 0 ? [] : plain(inputParts(meaning.name));
    case "arguments":
      return plain(meaning.lambda.formals?.formals.map(({ name }) => name.name) ?? []);
    case "attrs":
      return offerAttributes(meaning.parts, context);
    case "function":
      return [];
  }
}

function plain(names: readonly string[]): readonly CompletionItem[] {
  return names.map((name) => makeItem(formatName(name), "attribute", 1, { filter: name }));
}

function inputParts(name: string): readonly string[] {
  if (/^nixpkgs/.test(name)) return ["lib", "legacyPackages"];
  const common = ["nixosModules", "packages", "overlays", "lib"];
  return name === "self" ? ["nixosConfigurations", ...common] : common;
}

function offerReads(path: readonly string[], context: FeatureContext): readonly CompletionItem[] {
  const node = locate(context.options, path)?.node ?? null;
  if (node === null) return [];
  const items: CompletionItem[] = [];
  for (const [name, child] of node.children) {
    if (!isPlaceholder(name) && !child.option?.internal) items.push(optionItem(name, child, path, readStyle));
  }
  if (placeholderChild(node) === null) return items;
  const used = [...namesInUse(context, path)].filter((name) => !node.children.has(name));
  return [...items, ...plain(used)];
}

function offerOptionParts(path: readonly string[], context: FeatureContext): readonly CompletionItem[] {
  const items = offerReads(path, context);
  if (locate(context.options, path)?.option === null) return items;
  const parts = ["value", "default", "type", "description", "example", "isDefined", "definitions", "files"];
  return [...items, ...plain(parts)];
}

function offerLib(path: readonly string[]): readonly CompletionItem[] {
  return libMembers(path).map(({ name, doc, isSet }) =>
    makeItem(formatName(name), isSet ? "namespace" : doc?.signature.includes("->") ? "function" : "value", 1, {
      filter: name,
      detail: doc?.signature ?? null,
      documentation: { kind: "lib", path: [...path, name] },
    }),
  );
}

/** The item of `builtins.name`, or of a builtin that is in every scope. */
export function showBuiltin(name: string, rank: number): CompletionItem {
  const signature = builtinDoc(name)?.signature ?? null;
  return makeItem(name, signature?.includes("->") ? "function" : "value", rank, {
    detail: signature,
    documentation: { kind: "builtin", name },
  });
}

/** More packages than this no list shows usefully. */
const packageLimit = 1000;

function offerPackages(path: readonly string[], context: FeatureContext, typed: string): readonly CompletionItem[] {
  const prefix = path.map((name) => `${name}.`).join("");
  const names = new Map<string, boolean>();
  for (const known of packagesOfOptions(context.options)) {
    if (!known.startsWith(prefix)) continue;
    const [name = "", ...more] = known.slice(prefix.length).split(".");
    if (name !== "") names.set(name, more.length > 0 || names.get(name) === true);
  }
  if (path.length === 0)
    for (const name of context.packages.fitting(typed, packageLimit)) if (!names.has(name)) names.set(name, false);
  return [...names].map(([name, isSet]) =>
    makeItem(formatName(name), isSet ? "namespace" : "package", name.endsWith("-server") ? 0 : 1, { filter: name }),
  );
}

function offerAttributes(parts: readonly AttrsPart[], context: FeatureContext): readonly CompletionItem[] {
  return [...attrsMembers(parts)].map(([name, sites]) =>
    makeItem(formatName(name), itemKindOf(meaningOfSites(sites, context)), 1, { filter: name }),
  );
}

/** The icon for what a name stands for. */
export function itemKindOf(meaning: Meaning | null): CompletionKind {
  return meaning?.kind === "function" ? "function" : "variable";
}
