/** Go to definition: an option's `mkOption` and its definitions, a name's binding, an imported file. */

import type { Place, Range } from "../base/range.ts";
import { type OptionPath, valueAt } from "../modules/api.ts";
import { locate } from "../schema/lookup.ts";
import type { Node } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import type { FeatureContext } from "./context/context.ts";
import { type BindingSite, type Bound, lexicalBinding } from "./resolve/bindings.ts";
import { attrsMembers } from "./resolve/meanings.ts";
import { moduleFile, pathLiterals } from "./resolve/pathLiterals.ts";
import { type CursorTarget, targetAt, targetOption, targetOwner } from "./resolve/target.ts";

export interface DefinitionResult {
  /** The word that was asked about. */
  readonly range: Range;
  readonly targets: readonly Place[];
  /** Whether the word names an option, rather than a name in scope, an attribute or a file. */
  readonly isOption: boolean;
}

export function definition(context: FeatureContext, offset: number): DefinitionResult | null {
  const file = importedFile(context, offset);
  if (file !== null) return file;
  const target = targetAt(context, offset);
  if (target === null) return null;
  const targets = distinct(targetPlaces(target, context));
  if (targets.length === 0) return null;
  return { range: target.range, targets, isOption: !isBound(target) && targetOption(target, context) !== null };
}

/** Whether the word is a name in scope. */
function isBound({ cursor: { wanted }, word, env }: CursorTarget): boolean {
  return (
    (wanted.kind === "value" || (wanted.kind === "inherit" && wanted.from === null)) &&
    lexicalBinding(word, env) !== null
  );
}

function targetPlaces(target: CursorTarget, context: FeatureContext): readonly Place[] {
  const { wanted } = target.cursor;
  if (wanted.kind === "value" || (wanted.kind === "inherit" && wanted.from === null)) {
    const bound = lexicalBinding(target.word, target.env);
    if (bound !== null) return boundNodes(bound).map(({ file, node }) => placeOf(file, node, context));
  }
  const path = targetOption(target, context);
  if (path !== null) {
    const declared = declarations(path, context);
    // On the left of `=` the definition is where the cursor is already.
    return wanted.kind === "attrName" ? declared : [...declared, ...definitions(path, context)];
  }
  const owner = targetOwner(target, context);
  if (owner?.kind !== "attrs") return [];
  const sites = attrsMembers(owner.parts).get(target.word) ?? [];
  return sites.map((site) => placeOf(site.value.env.file, nameOf(site), context));
}

function declarations(path: OptionPath, context: FeatureContext): readonly Place[] {
  const located = locate(context.options, path);
  return located?.option?.declarations ?? (located?.type == null ? [] : (located.owner?.declarations ?? []));
}

function definitions(path: OptionPath, context: FeatureContext): readonly Place[] {
  return context.hosts.flatMap((host) => (valueAt(host, path)?.origins ?? []).flatMap(({ place }) => place ?? []));
}

function boundNodes(bound: Bound): readonly { readonly file: ParsedFile; readonly node: Node }[] {
  switch (bound.kind) {
    case "sites":
      return bound.sites.map((site) => ({ file: site.value.env.file, node: nameOf(site) }));
    case "formal":
      return [{ file: bound.env.file, node: bound.formal.name }];
    case "parameter":
      return [{ file: bound.env.file, node: bound.parameter }];
  }
}

/** The name that a site binds, within its attribute path. */
function nameOf({ node, rest }: BindingSite): Node {
  return node.kind === "binding" ? (node.path.at(-1 - rest.length) ?? node) : node;
}

function placeOf(file: ParsedFile, node: Node, context: FeatureContext): Place {
  // The mended text's lines are not the real text's.
  const { lines } = file.uri === context.file.uri ? context.file : file;
  return { uri: file.uri, range: lines.rangeAt(file.rangeOf(node)) };
}

const fileStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function importedFile(context: FeatureContext, offset: number): DefinitionResult | null {
  const { text } = context.file;
  const word = `${/\S*$/.exec(text.slice(Math.max(0, offset - 300), offset))?.[0]}${/^\S*/.exec(text.slice(offset, offset + 300))?.[0]}`;
  if (!word.includes("/")) return null;
  for (const { range, uri } of pathLiterals(context.file)) {
    if (range.start > offset || offset > range.end) continue;
    return { range, targets: [{ uri: moduleFile(uri, context), range: fileStart }], isOption: false };
  }
  return null;
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.uri}#${JSON.stringify(place.range)}`, place])).values()];
}
