/**
 * What the parameters of LSP's own methods must hold so that handlers may rely on their types. Messages of ours
 * (`plasmacloud/…`) are read where they are answered.
 * Invariant: what a client may leave out has its default here, and a position outside a text is no fault: it is clamped.
 */
import * as v from "valibot";
import { normalizeUri } from "../../base/uri.ts";

/** A URI as a client spells it. */
export const clientUri = v.pipe(v.string(), v.check(isUri, "This is no URI"));
const textDocument = v.looseObject({ uri: clientUri });
const integer = v.pipe(v.number(), v.integer());
const position = v.looseObject({ line: integer, character: integer });
const range = v.looseObject({ start: position, end: position });
const inDocument = v.looseObject({ textDocument });
const atPosition = v.looseObject({ textDocument, position });
const folders = v.nullish(v.array(v.looseObject({ uri: clientUri })), []);
const created = v.looseObject({ files: v.array(v.looseObject({ uri: clientUri })) });

/** Absent where it is `null`. */
const absent = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  );

/** A change of a range, or of everything where there is none. */
const contentChange = v.pipe(
  v.object({ range: v.nullish(range), text: v.string() }),
  v.transform(({ range: changed, text }) => (changed == null ? { text } : { range: changed, text })),
);

const schemas: ReadonlyMap<string, v.GenericSchema> = new Map<string, v.GenericSchema>([
  [
    "initialize",
    v.looseObject({
      processId: v.nullish(integer, null),
      capabilities: v.nullish(v.looseObject({}), {}),
      rootUri: v.nullish(clientUri, null),
      workspaceFolders: v.nullish(v.array(v.looseObject({ uri: clientUri })), null),
    }),
  ],
  ["$/cancelRequest", v.looseObject({ id: v.union([v.string(), v.number()]) })],
  ["$/setTrace", v.looseObject({ value: v.string() })],
  ["window/workDoneProgress/cancel", v.looseObject({ token: v.union([v.string(), v.number()]) })],
  [
    "workspace/didChangeWorkspaceFolders",
    v.looseObject({ event: v.looseObject({ added: folders, removed: folders }) }),
  ],
  ["workspace/didChangeWatchedFiles", v.looseObject({ changes: v.array(v.looseObject({ uri: clientUri })) })],
  ["workspace/didCreateFiles", created],
  ["workspace/didDeleteFiles", created],
  [
    "workspace/didRenameFiles",
    v.looseObject({ files: v.array(v.looseObject({ oldUri: clientUri, newUri: clientUri })) }),
  ],
  [
    "workspace/diagnostic",
    v.looseObject({ previousResultIds: v.nullish(v.array(v.looseObject({ uri: clientUri, value: v.string() })), []) }),
  ],
  [
    "textDocument/didOpen",
    v.looseObject({
      textDocument: v.looseObject({ uri: clientUri, text: v.string(), version: v.nullish(integer, 0) }),
    }),
  ],
  [
    "textDocument/didChange",
    v.looseObject({
      textDocument: v.looseObject({ uri: clientUri, version: v.nullish(integer, null) }),
      contentChanges: v.array(contentChange),
    }),
  ],
  ["textDocument/didClose", inDocument],
  ["textDocument/didSave", inDocument],
  ["textDocument/documentSymbol", inDocument],
  ["textDocument/foldingRange", inDocument],
  ["textDocument/documentLink", inDocument],
  ["textDocument/formatting", inDocument],
  ["textDocument/onTypeFormatting", atPosition],
  ["textDocument/semanticTokens/full", inDocument],
  ["textDocument/semanticTokens/full/delta", v.looseObject({ textDocument, previousResultId: v.string() })],
  ["textDocument/semanticTokens/range", v.looseObject({ textDocument, range })],
  ["textDocument/selectionRange", v.looseObject({ textDocument, positions: v.array(position) })],
  ["workspace/symbol", v.looseObject({ query: v.nullish(v.string(), "") })],
  ["textDocument/rangeFormatting", v.looseObject({ textDocument, range })],
  ["textDocument/diagnostic", v.looseObject({ textDocument, previousResultId: absent(v.string()) })],
  ["textDocument/hover", atPosition],
  ["textDocument/definition", atPosition],
  ["textDocument/completion", atPosition],
  ["completionItem/resolve", v.looseObject({ label: v.string() })],
  [
    "textDocument/codeAction",
    v.looseObject({
      textDocument,
      range,
      context: v.nullish(v.looseObject({ only: absent(v.array(v.string())) }), { only: undefined }),
    }),
  ],
]);

export type CheckedParams =
  | { readonly ok: true; readonly params: unknown }
  | { readonly ok: false; readonly why: string };

/** Missing parameters, and `null`, are those of an empty request. `why` is one line. */
export function checkParams(method: string, params: unknown): CheckedParams {
  const given = params ?? {};
  const schema = schemas.get(method);
  if (schema === undefined) return { ok: true, params: given };
  if (typeof given !== "object" || Array.isArray(given)) {
    const kind = Array.isArray(given) ? "a list" : `a ${typeof given}`;
    return { ok: false, why: `${method} takes parameters by name, not ${kind}` };
  }
  const result = v.safeParse(schema, given, { abortEarly: true });
  if (result.success) return { ok: true, params: result.output };
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? "params";
  return { ok: false, why: `${method}: ${place}: ${issue.message.slice(0, 200)}` };
}

function isUri(text: string): boolean {
  try {
    normalizeUri(text);
    return true;
  } catch {
    return false;
  }
}
