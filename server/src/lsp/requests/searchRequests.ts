/** The requests of "Search Options…": what a query finds, and where one option is defined or would be. */

import * as v from "valibot";
import { safeLine } from "../../base/safeText.ts";
import { cleanDescription } from "../../features/markdown/description.ts";
import { indexOptions, type OptionIndex, searchOptions } from "../../features/searchOptions.ts";
import { type OptionDoc, type OptionNode, type OptionPath, valueAt } from "../../modules/api.ts";
import {
  type PlaceOptionResult,
  placeOptionMethod,
  type SearchedOption,
  type SearchOptionsResult,
  searchOptionsMethod,
} from "../../protocol/searchProtocol.ts";
import { firstValue } from "../../scaffold/firstValue.ts";
import { placeDefinition } from "../../scaffold/placeDefinition.ts";
import { describePath, isPlaceholder, lookupOption } from "../../schema/lookup.ts";
import type { ServerState } from "../state/serverState.ts";
import { guard } from "./guard.ts";
import { clientUri } from "./params.ts";

/** What a person looks through before typing more. */
const mostFound = 100;
const longestDefault = 60;
const longestDocumentation = 160;

const integer = v.pipe(v.number(), v.integer());
const searchSchema = v.object({ query: v.pipe(v.string(), v.maxLength(500)) });
const placeSchema = v.object({
  path: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(100)),
  uri: v.nullable(clientUri),
  position: v.nullable(v.object({ line: integer, character: integer })),
});

/** Installs the handlers. Each answers `null` where its parameters are not what the protocol says. */
export function registerSearch(state: ServerState): void {
  const { connection, log } = state;
  let indexed: { readonly own: OptionNode; readonly index: OptionIndex } | null = null;
  connection.onRequest(
    searchOptionsMethod,
    guard(log, "searchOptions", null, (message: unknown): SearchOptionsResult | null => {
      const checked = v.safeParse(searchSchema, message);
      if (!checked.success) return null;
      const own = state.workspace.options;
      if (indexed?.own !== own) indexed = { own, index: indexOptions(own, state.services.knownOptionPaths()) };
      const { index } = indexed;
      const options = searchOptions(index, checked.output.query, mostFound).flatMap((path) => {
        const option = lookupOption(state.options, path);
        return option === null ? [] : [foundOption(option, path)];
      });
      return { options, known: index.entries.length };
    }),
  );
  connection.onRequest(
    placeOptionMethod,
    guard(log, "placeOption", null, (message: unknown): PlaceOptionResult | null => {
      const checked = v.safeParse(placeSchema, message);
      if (!checked.success) return null;
      const { path, uri, position } = checked.output;
      return { definitions: definitionsOf(state, path), insertion: insertionOf(state, path, uri, position) };
    }),
  );
}

function foundOption(option: OptionDoc, path: OptionPath): SearchedOption {
  const { defaultText, description } = option;
  const text = description === null ? "" : cleanDescription(description).replace(/\s+/g, " ");
  const short = text.length > longestDocumentation ? `${text.slice(0, longestDocumentation)}…` : text;
  return {
    path,
    label: safeLine(describePath(path)),
    type: safeLine(option.type.description),
    default: defaultText === null || defaultText.length > longestDefault ? null : safeLine(defaultText),
    documentation: short === "" ? null : safeLine(short),
  };
}

/** Where hosts have it from; `<name>` takes whatever name is there. */
function definitionsOf(state: ServerState, path: OptionPath): PlaceOptionResult["definitions"] {
  const places = new Map<
    string,
    { hosts: string[]; uri: string; range: PlaceOptionResult["definitions"][0]["range"] }
  >();
  for (const host of state.workspace.hosts) {
    const exact = valueAt(host, path);
    const values = path.some(isPlaceholder)
      ? [...host.values.values(), ...host.inner.values()].filter((value) => isAt(value.path, path))
      : exact === undefined
        ? []
        : [exact];
    for (const { place } of values.flatMap(({ origins }) => origins)) {
      if (place === null) continue;
      const key = JSON.stringify(place);
      const known = places.get(key) ?? { hosts: [], uri: state.clientUri(place.uri), range: place.range };
      if (!known.hosts.includes(host.label)) known.hosts.push(host.label);
      places.set(key, known);
    }
  }
  return [...places.values()];
}

function isAt(path: OptionPath, pattern: OptionPath): boolean {
  return path.length === pattern.length && pattern.every((name, index) => isPlaceholder(name) || name === path[index]);
}

function insertionOf(
  state: ServerState,
  path: OptionPath,
  uri: string | null,
  position: v.InferOutput<typeof placeSchema>["position"],
): PlaceOptionResult["insertion"] {
  const document = uri === null ? null : state.documents.get(uri);
  const option = lookupOption(state.options, path);
  if (document === null || option === null || option.readOnly || path.some(isPlaceholder)) return null;
  const { file, version } = document;
  const cursor = position === null ? 0 : file.lines.offsetAt(position);
  const added = { path, value: firstValue(option) };
  const parse = (text: string) => state.services.parser.parse(file.uri, text);
  const made = placeDefinition(file, state.options, added, cursor, parse);
  if (made === null) return null;
  const { edit, value } = made;
  return { range: file.lines.rangeAt(edit.range), newText: edit.newText, value, version };
}
