/**
 * Reads the file that `nixosOptionsDoc` writes (and our own `schema` command, in the same shape) into a tree of options.
 * Accepts what NixOS releases of the last years wrote: texts bare or tagged, declarations as names or links.
 * Adds nothing that the file does not say and drops nothing that it does.
 */

import * as v from "valibot";
import { SchemaError } from "../base/errors.ts";
import type { OptionDoc, OptionNode } from "../modules/api.ts";
import { nixText } from "./nixText.ts";
import { buildOptionTree } from "./optionTree.ts";
import { parseType } from "./parseType.ts";
import { splitPath } from "./splitPath.ts";

const taggedText = v.object({ _type: v.string(), text: v.string() });
const declaration = v.union([
  v.string(),
  v.object({ name: v.optional(v.string()), url: v.optional(v.nullable(v.string())) }),
]);
const entrySchema = v.object({
  type: v.optional(v.string(), "unspecified value"),
  description: v.optional(v.nullable(v.union([v.string(), taggedText]))),
  default: v.optional(v.unknown()),
  example: v.optional(v.unknown()),
  declarations: v.optional(v.array(declaration), []),
  loc: v.optional(v.array(v.string())),
  readOnly: v.optional(v.boolean(), false),
  internal: v.optional(v.boolean(), false),
  relatedPackages: v.optional(v.nullable(v.string())),
});
type Entry = v.InferOutput<typeof entrySchema>;

/**
 * The options of one file. `source` names the set, for messages and for `OptionDoc.source`.
 * @throws SchemaError when the text is no JSON, or an entry has not the shape of an option.
 */
export function readOptionsJson(text: string, source: string): OptionNode {
  return buildOptionTree(readEntries(parseJson(text, source), source), false);
}

function parseJson(text: string, source: string): object {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new SchemaError(source, "not JSON", { cause });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new SchemaError(source, "not an object of option names");
  }
  return json;
}

function* readEntries(json: object, source: string): Generator<OptionDoc> {
  const share = sharer();
  for (const [name, raw] of Object.entries(json)) {
    const parsed = v.safeParse(entrySchema, raw, { abortEarly: true });
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const where = v.getDotPath(issue);
      throw new SchemaError(source, `option ${name}${where === null ? "" : `, ${where}`}: ${issue.message}`, {
        cause: new v.ValiError(parsed.issues),
      });
    }
    yield toOption(name, parsed.output, source, share);
  }
}

function toOption(name: string, entry: Entry, source: string, share: (text: string) => string): OptionDoc {
  const links: { name: string; url: string }[] = [];
  const declaredIn: string[] = [];
  for (const item of entry.declarations) {
    const label = typeof item === "string" ? item : (item.name ?? item.url ?? null);
    if (label === null) continue;
    declaredIn.push(share(label));
    if (typeof item !== "string" && item.url) links.push({ name: share(label), url: share(item.url) });
  }
  return {
    path: (entry.loc ?? splitPath(name)).map(share),
    type: parseType(entry.type),
    description: describe(entry),
    defaultText: entry.default === undefined ? null : share(nixText(entry.default)),
    exampleText: entry.example === undefined ? null : share(nixText(entry.example)),
    readOnly: entry.readOnly,
    internal: entry.internal,
    declarations: [],
    declaredIn,
    ...(links.length > 0 ? { links } : {}),
    source,
  };
}

function describe(entry: Entry): string | null {
  const description = typeof entry.description === "object" ? entry.description?.text : entry.description;
  const parts = [description?.trim(), entry.relatedPackages?.trim()].filter((part) => part);
  return parts.length === 0 ? null : parts.join("\n\n");
}

/** One string object for equal texts: most defaults, files and names repeat, and 20,000 options stay small. */
function sharer(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}
