/** The answer to `plasmacloud/locateDefinitions`: definitions by file and option, or by option alone. */
import * as v from "valibot";
import { normalizeUri } from "../base/uri.ts";
import { definitionSites } from "../features/definitionSites.ts";
import { pathKey } from "../modules/view.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { LocateDefinitionsResult, LocatedDefinition } from "./protocol.ts";
import type { ServerState } from "./state.ts";

const mostDefinitions = 500;
const path = v.array(v.string());
const question = v.object({ uri: v.nullable(v.string()), path });
const paramsSchema = v.object({ definitions: v.pipe(v.array(question), v.maxLength(mostDefinitions)) });

/** `message`: what the client sent. Files that are not open are read. */
export async function locateDefinitions(state: ServerState, message: unknown): Promise<LocateDefinitionsResult> {
  const { definitions } = v.parse(paramsSchema, message);
  const files = new Map<string, Promise<ParsedFile | null>>();
  const located = definitions.map(async ({ uri, path }) => {
    if (uri === null) return fromHosts(state, path);
    const file = files.get(uri) ?? fileAt(state, uri);
    files.set(uri, file);
    return fromText(state, await file, path);
  });
  return { located: await Promise.all(located) };
}

async function fileAt(state: ServerState, clientUri: string): Promise<ParsedFile | null> {
  const open = state.documents.get(clientUri);
  if (open !== null) return open.file;
  const uri = normalizeUri(clientUri);
  const entry = await state.services.host.read(uri);
  return entry.kind === "text" ? state.closedFiles.get(uri, entry.text) : null;
}

function fromText(state: ServerState, file: ParsedFile | null, path: readonly string[]): LocatedDefinition | null {
  const found = file && definitionSites(file, path);
  if (file === null || found === null) return null;
  const uri = state.clientUri(file.uri);
  return {
    names: found.names,
    places: found.sites.map(({ range, value }) => ({ uri, range: file.lines.rangeAt(range), value })),
  };
}

/** Where hosts have an option's value from; where a service is enabled, when nobody defines the option itself. */
function fromHosts(state: ServerState, path: readonly string[]): LocatedDefinition | null {
  const [first, service] = path;
  const enable = first === "services" && service !== undefined ? [first, service, "enable"] : null;
  for (const asked of enable === null ? [path] : [path, enable]) {
    const key = pathKey(asked);
    const places = new Map<string, LocatedDefinition["places"][number]>();
    for (const { values } of state.workspace.hosts) {
      for (const { place, value } of values.get(key)?.origins ?? []) {
        if (place === null) continue;
        const uri = state.clientUri(place.uri);
        places.set(`${uri}#${JSON.stringify(place.range)}`, { uri, range: place.range, value });
      }
    }
    if (places.size > 0) return { names: asked === path ? path.length : 2, places: [...places.values()] };
  }
  return null;
}
