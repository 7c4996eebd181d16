/**
 * From the elements of `imports` to modules in one form: options, definitions, further imports. Modules are found
 * breadth first, each key once, as NixOS does; what cannot be read is listed with its reason.
 */
import type { ReadTarget } from "../../base/reading.ts";
import { withPath } from "../../base/uri.ts";
import { LastingArgument } from "../../eval/compile/lastingArgument.ts";
import { NixError } from "../../eval/core/errors.ts";
import { argumentsFor, fileOf } from "../../eval/core/functions.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, ready } from "../../eval/core/make.ts";
import { pathTarget, textTarget } from "../../eval/core/paths.ts";
import { UnknownSignal } from "../../eval/core/signal.ts";
import type { Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { ModuleError } from "../definitions/moduleError.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import type { FailedProblem, ModuleProblem } from "../model/moduleProblem.ts";
import type { OptionPath } from "../model/view.ts";
import { looksCallable } from "../types/wrappers.ts";
import {
  type LoadedModule,
  type ModuleContent,
  type ModuleElement,
  notAModule,
  type PartialModule,
  resolveFolder,
  sameFoundation,
  unify,
} from "./moduleForm.ts";
import type { World } from "./moduleWorld.ts";

export interface LoadRequest {
  readonly modules: readonly ModuleElement[];
  readonly world: World;
  /** The arguments that are there while imports are looked at. */
  readonly given: ReadonlyMap<string, Thunk>;
  /** Any other argument. */
  supply(name: string): Thunk;
  readonly onProblem: (problem: ModuleProblem) => void;
}

/** Modules by what tells them apart; a file's module may have a key of its own. */
interface Table {
  readonly byKey: Map<string, PartialModule>;
  readonly byUri: Map<string, PartialModule>;
}

/** All modules, in the order in which they are found. */
export function loadModules(machine: Machine, request: LoadRequest): readonly LoadedModule[] {
  const table: Table = { byKey: new Map(), byUri: new Map() };
  const roots: PartialModule[] = [];
  let queue: { element: ModuleElement; into: PartialModule[] }[] = request.modules.map((element) => ({
    element,
    into: roots,
  }));
  while (queue.length > 0) {
    const next: typeof queue = [];
    for (const { element, into } of queue) {
      machine.step();
      const loaded = load(machine, request, element, table);
      const known = table.byKey.get(loaded.info.key);
      into.push(known ?? loaded);
      if (known !== undefined) continue;
      table.byKey.set(loaded.info.key, loaded);
      for (const child of loaded.imports) next.push({ element: child, into: loaded.children });
    }
    queue = next;
  }
  const drafts = [...table.byKey.values()];
  const disabled = new Set(drafts.flatMap((draft) => draft.disabled));
  if (disabled.size === 0) return drafts;
  const gone = [...disabled].flatMap((key) => request.world.standInsOf(key));
  return withoutDisabled(roots, disabled).map((module) => withoutOptions(module, gone));
}

/** What stands in for NixOS, without the options of modules of NixOS that are disabled. */
function withoutOptions(module: LoadedModule, gone: readonly OptionPath[]): LoadedModule {
  const { info, options } = module;
  if (gone.length === 0 || options === null || info.source !== "nixos") return module;
  return { ...module, options: { ...options, value: withoutPaths(options.value, gone) } };
}

function withoutPaths(thunk: Thunk, gone: readonly OptionPath[]): Thunk {
  return lazy((machine) => {
    const value = thunk.force(machine);
    if (value.type !== "attrs") return value;
    const attrs = new Map(value.attrs);
    for (const [name, attr] of value.attrs) {
      const below = gone.filter((path) => path[0] === name).map((path) => path.slice(1));
      if (below.some((path) => path.length === 0)) attrs.delete(name);
      else if (below.length > 0) attrs.set(name, { ...attr, value: withoutPaths(attr.value, below) });
    }
    return { ...value, attrs };
  });
}

/** A disabled module is gone, and with it what only it imports. */
function withoutDisabled(roots: readonly LoadedModule[], disabled: ReadonlySet<string>): LoadedModule[] {
  const kept = new Set<LoadedModule>();
  let queue = roots;
  while (queue.length > 0) {
    const fresh = queue.filter((module) => !disabled.has(module.info.key) && !kept.has(module));
    for (const module of fresh) kept.add(module);
    queue = fresh.flatMap((module) => module.children);
  }
  return [...kept];
}

function load(machine: Machine, request: LoadRequest, element: ModuleElement, table: Table): PartialModule {
  let info = infoOf(request, element, null, element.key);
  if (element.definition !== undefined) {
    const { definition } = element;
    return { info, options: null, definitions: () => [definition], imports: [], disabled: [], children: [] };
  }
  const depth = machine.depth;
  try {
    const found = new Memo((later) => findModule(later, element), sameFinding).get(machine);
    if (found.kind === "unknown") return unreadable(info, found.reason);
    if (found.kind === "inline") {
      info = infoOf(request, element, found.file ?? element.parent?.uri ?? null, element.key);
      return draftOf(machine, request, element, info, (later) => element.value.force(later));
    }
    const { uri, asked } = found.target;
    const known = table.byUri.get(uri);
    if (known !== undefined) return known;
    info = infoOf(request, element, uri, uri);
    const draft = draftOf(machine, request, element, info, (later) => later.importFile(uri, element.at, asked));
    if (draft.info.unreadable === null) table.byUri.set(uri, draft);
    return draft;
  } catch (problem) {
    if (problem instanceof UnknownSignal) {
      machine.depth = depth;
      return unreadable(info, problem.value.reason);
    }
    if (!(problem instanceof NixError)) throw problem;
    machine.depth = depth;
    for (const found of problemsOfError(problem, info)) request.onProblem(found);
    return unreadable(info, { kind: "unreadable", uri: info.uri ?? "", reason: problem.message });
  }
}

/** What an element of `imports` is. */
type FoundModule =
  | { readonly kind: "unknown"; readonly reason: UnknownReason }
  | { readonly kind: "file"; readonly target: ReadTarget }
  /** The module itself, in this file. */
  | { readonly kind: "inline"; readonly file: string | null };

function findModule(machine: Machine, element: ModuleElement): FoundModule {
  const value = element.value.force(machine);
  if (value.type === "unknown") return { kind: "unknown", reason: value.reason };
  const target = moduleTarget(machine, value, element);
  return target === null ? { kind: "inline", file: fileOf(value) } : { kind: "file", target };
}

function sameFinding(before: FoundModule, now: FoundModule): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}

/**
 * A module that is read again when its text is another: its definitions come and go, while its options and imports are
 * part of the foundation of the evaluation.
 */
function draftOf(
  machine: Machine,
  request: LoadRequest,
  element: ModuleElement,
  info: ModuleInfo,
  read: (machine: Machine) => Value,
): PartialModule {
  let called: { readonly callee: Value; readonly argument: Thunk } | null = null;
  const call = (later: Machine): Value => {
    const callee = read(later);
    if (!looksCallable(callee)) return callee;
    if (called?.callee !== callee) {
      const supplied = argumentsFor(later, callee, request.given, (name) => request.supply(name));
      called = { callee, argument: later.tracks ? new LastingArgument(supplied) : ready(supplied) };
    }
    const { argument } = called;
    return later.deeper(() => later.apply(callee, argument, callee.origin));
  };
  const content = new Memo((later): ModuleContent => {
    const value = call(later);
    return value.type === "unknown" ? nothingIn(info, value.reason) : unify(later, element, info, value);
  });
  const founded = new Memo((later) => content.get(later), sameFoundation).get(machine);
  return { ...founded, definitions: (later) => content.get(later).definitions, children: [] };
}

/** An error as problems, its own descriptions where it has some. */
export function problemsOfError(error: NixError, module: ModuleInfo | null): readonly ModuleProblem[] {
  if (error instanceof ModuleError) return error.problems;
  const { kind, message, origin } = error;
  const problem: FailedProblem = { kind: "failed", path: null, error: kind, message, origin, definition: null, module };
  return [problem];
}

function unreadable(info: ModuleInfo, reason: UnknownReason): PartialModule {
  return { ...nothingIn(info, reason), definitions: () => [], children: [] };
}

function nothingIn(info: ModuleInfo, reason: UnknownReason): ModuleContent {
  return { info: { ...info, unreadable: reason }, options: null, definitions: [], imports: [], disabled: [] };
}

function infoOf(request: LoadRequest, element: ModuleElement, uri: string | null, key: string): ModuleInfo {
  return {
    key,
    uri,
    label: uri === null ? "<unknown-file>" : request.world.labelOf(uri),
    source: uri === null ? (element.parent?.source ?? "native") : request.world.sourceOf(uri),
    unreadable: null,
    importedAt: element.at,
    importedBy: element.parent,
  };
}

/** The file that an element names, or `null` when it is the module itself. */
function moduleTarget(machine: Machine, value: Value, element: ModuleElement): ReadTarget | null {
  if (value.type === "path") return resolveFolder(machine, pathTarget(value, element.at));
  if (value.type === "string") {
    const sibling = element.parent?.uri ?? fileOf(value) ?? element.at?.anchor.uri ?? null;
    if (sibling === null || !value.value.startsWith("/"))
      throw notAModule("a string that is no absolute path", element);
    return resolveFolder(machine, textTarget(withPath(sibling, value.value), value, element.at));
  }
  if (value.type !== "attrs" || looksCallable(value)) return null;
  const outPath = value.attrs.get("outPath")?.value.force(machine);
  return outPath === undefined || value.attrs.has("_type") ? null : moduleTarget(machine, outPath, element);
}
