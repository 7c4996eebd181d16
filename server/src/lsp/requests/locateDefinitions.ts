/** The answer to `plasmacloud/locateDefinitions`: definitions by file and option, or by option alone. */

import * as v from "valibot";
import { normalizeUri } from "../../base/uri.ts";
import { definitionSites } from "../../features/definitionSites.ts";
import { type HostView, valueAt } from "../../modules/api.ts";
import type { LocateDefinitionsResult, LocatedDefinition } from "../../protocol/protocol.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { ServerState } from "../state/serverState.ts";
import { clientUri } from "./params.ts";

const mostDefinitions = 500;
const path = v.array(v.string());
const question = v.object({ uri: v.nullable(clientUri), path, host: v.optional(v.string()) });
const paramsSchema = v.object({ definitions: v.pipe(v.array(question), v.maxLength(mostDefinitions)) });

/** `message`: what the client sent; `null` where that is no question. Files that are not open are read. */
export async function locateDefinitions(state: ServerState, message: unknown): Promise<LocateDefinitionsResult | null> {
  const checked = v.safeParse(paramsSchema, message);
  if (!checked.success) return null;
  const { definitions } = checked.output;
  const files = new Map<string, Promise<ParsedFile | null>>();
  const located = definitions.map(async ({ uri, path, host }) => {
    if (uri === null) return fromHosts(state, path, host ?? null);
    const file = files.get(uri) ?? fileAt(state, uri);
    files.set(uri, file);
    return fromText(state, await file, path);
  });
  return { located: await Promise.all(located) };
}

async function fileAt(state: ServerState, spelled: string): Promise<ParsedFile | null> {
  const open = state.documents.get(spelled);
  if (open !== null) return open.file;
  const uri = normalizeUri(spelled);
  const entry = await state.services.fileSystem.read(uri);
  return entry.kind === "text" ? state.closedFiles.get(uri, entry.text) : null;
}

function fromText(state: ServerState, file: ParsedFile | null, path: readonly string[]): LocatedDefinition | null {
  const found = file && definitionSites(file, path);
  if (file === null || found === null) return null;
  const uri = state.clientUri(file.uri);
  return {
    names: found.names,
    places: found.sites.map(({ range, extent, value }) => ({
      uri,
      range: file.lines.rangeAt(range),
      extent: file.lines.rangeAt(extent),
      value,
    })),
  };
}

/** Where hosts have an option's value from; where a service is enabled, when nobody defines the option itself. */
function fromHosts(state: ServerState, path: readonly string[], host: string | null): LocatedDefinition | null {
  const hosts = state.workspace.hosts.filter(({ name }) => host === null || name === host);
  const [first, service] = path;
  const enable = first === "services" && service !== undefined ? [first, service, "enable"] : path;
  return definedAt(state, hosts, path, path.length) ?? definedAt(state, hosts, enable, Math.min(path.length, 2));
}

function definedAt(
  state: ServerState,
  hosts: readonly HostView[],
  path: readonly string[],
  names: number,
): LocatedDefinition | null {
  const answers = new Map<string, LocatedDefinition["places"]>();
  for (const host of hosts) {
    const places = (valueAt(host, path)?.origins ?? []).flatMap(({ place, value }) => {
      return place === null
        ? []
        : [{ uri: state.clientUri(place.uri), range: place.range, extent: place.range, value }];
    });
    if (places.length > 0) answers.set(JSON.stringify(places), places);
  }
  const [places, other] = answers.values();
  return places === undefined || other !== undefined ? null : { names, places };
}
