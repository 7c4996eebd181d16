/**
 * One expression, evaluated as `nix-instantiate --eval` does, files fetched as they are wanted.
 * Invariant: never throws on any program; how it ended is plain text.
 */
import type { FileSystem } from "../base/fileSystem.ts";
import type { Uri } from "../base/uri.ts";
import { forceDeep } from "../eval/core/deep.ts";
import { NixError } from "../eval/core/errors.ts";
import { attempt } from "../eval/core/evaluate.ts";
import { functionFormals } from "../eval/core/functions.ts";
import type { Machine } from "../eval/core/machine.ts";
import { attrsOf, lazy, makePath, makeString, ready } from "../eval/core/make.ts";
import { selectAttr } from "../eval/core/select.ts";
import { UnknownSignal } from "../eval/core/signal.ts";
import type { Thunk, Value } from "../eval/core/value.ts";
import { createMachine } from "../eval/machine/createMachine.ts";
import { printValue } from "../eval/print/print.ts";
import { printJson } from "../eval/print/printJson.ts";
import { describeUnknown } from "../eval/print/render.ts";
import type { Parser } from "../syntax/parse/parser.ts";
import { ParsedFiles } from "./files/parsedFiles.ts";
import { SnapshotStore } from "./files/snapshotStore.ts";
import { load } from "./loadWanted.ts";
import { lookAround } from "./readingWorld.ts";

export interface ExpressionRequest {
  /** The file to evaluate. */
  readonly uri: Uri;
  /** Its text where it is not to be read from disk: an expression given in words. */
  readonly text: string | null;
  /** Names and list positions to select, in order. */
  readonly attr: readonly string[];
  readonly strict: boolean;
  readonly json: boolean;
  /** `<name>` to a file or folder. */
  readonly searchPath: readonly (readonly [string, Uri])[];
  /** What functions are called with on the way to the result, which a function then is not. */
  readonly arguments: readonly GivenArgument[];
  /** Whether the user trusts what is evaluated. */
  readonly trusted: boolean;
  /** The folder that the program belongs to. */
  readonly root: Uri;
}

/** A text, or an expression as the text of a file. */
export type GivenArgument =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly expression: { readonly uri: Uri; readonly text: string } };

export type ExpressionOutcome =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "error"; readonly message: string }
  | { readonly kind: "unknown"; readonly reason: string };

export interface ExpressionWorld {
  readonly fileSystem: FileSystem;
  readonly parser: Parser;
  /** How deep evaluation may nest on this thread's stack. */
  readonly depth: number;
}

const passLimit = 1_000;

export async function evaluateExpression(
  request: ExpressionRequest,
  world: ExpressionWorld,
): Promise<ExpressionOutcome> {
  const store = new SnapshotStore();
  const parsed = new ParsedFiles(world.parser);
  store.reading = await lookAround({
    fileSystem: world.fileSystem,
    trusted: request.trusted,
    roots: [request.root],
    searchPath: request.searchPath.map(([, uri]) => uri),
    // As for `nix-instantiate`, a flake is a file like any other.
    files: [],
    file: (uri) => world.fileSystem.read(uri),
    parse: () => null,
  });
  if (request.text !== null) store.putFile(request.uri, { kind: "text", text: request.text });
  for (const given of request.arguments) {
    if ("expression" in given) store.putFile(given.expression.uri, { kind: "text", text: given.expression.text });
  }
  for (let pass = 1; ; pass++) {
    const outcome = evaluateOnce(request, store, parsed, world.depth);
    const { files, folders } = store.takeWanted();
    if (files.length + folders.length === 0 || pass === passLimit) return outcome;
    await load(world.fileSystem, store, files, folders);
  }
}

function evaluateOnce(
  request: ExpressionRequest,
  store: SnapshotStore,
  parsed: ParsedFiles,
  depth: number,
): ExpressionOutcome {
  const searchPath = new Map(request.searchPath.map(([name, uri]) => [name, ready(makePath(uri))]));
  const machine = createMachine({
    snapshot: store.snapshot({ files: new Set(), folders: new Set() }),
    parse: (uri, text) => parsed.get(uri, text),
    limits: { depth },
    searchPath,
    refuseFaulty: true,
  });
  const outcome = attempt(machine, () => print(machine, request));
  if (outcome.kind === "value") return { kind: "value", text: outcome.value };
  if (outcome.kind === "error") return { kind: "error", message: outcome.error.message };
  return { kind: "unknown", reason: describeUnknown(outcome.reason) };
}

function print(machine: Machine, request: ExpressionRequest): string {
  const given = new Map(request.arguments.map((one) => [one.name, argumentOf(one)]));
  const selected = request.attr.reduce(
    (target, name) => selectPart(machine, autoCall(machine, target, given), name),
    machine.importFile(request.uri, null),
  );
  const value = given.size === 0 ? selected : autoCall(machine, selected, given);
  if (request.json) return printJson(machine, value, null).text;
  if (request.strict) forceDeep(machine, value);
  if (value.type === "unknown") throw new UnknownSignal(value);
  return printValue(machine, value);
}

function argumentOf(given: GivenArgument): Thunk {
  if ("text" in given) return ready(makeString(given.text));
  return lazy((machine) => machine.importFile(given.expression.uri, null));
}

function selectPart(machine: Machine, called: Value, name: string): Value {
  if (called.type === "list" && /^\d+$/.test(name)) {
    const item: Thunk | undefined = called.items[Number(name)];
    if (item !== undefined) return item.force(machine);
    throw new NixError("evaluation", `list index ${name} in selection path is out of range`, null);
  }
  return selectAttr(machine, called, name, null);
}

/** On the way to the result functions are called whose arguments are given or have defaults. */
function autoCall(machine: Machine, value: Value, given: ReadonlyMap<string, Thunk>): Value {
  const formals = functionFormals(machine, value);
  if (formals === null) return value;
  for (const [name, hasDefault] of formals) {
    if (hasDefault || given.has(name)) continue;
    const message = `cannot evaluate a function that has an argument without a value ('${name}')`;
    throw new NixError("evaluation", message, null);
  }
  const takesMore = value.origin?.kind === "lambda" && value.origin.formals?.ellipsis === true;
  const passed = [...given].filter(([name]) => takesMore || formals.has(name));
  return machine.apply(value, ready(attrsOf(passed)), null);
}
