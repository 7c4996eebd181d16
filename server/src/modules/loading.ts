/**
 * From the elements of `imports` to modules in one form: options, definitions, further imports. Modules are found
 * breadth first, each key once, as NixOS does; what cannot be read is listed with its reason.
 */
import { joinUri, uriPath, withPath } from "../base/uri.ts";
import { NixError } from "../eval/errors.ts";
import { callWithFormals, fileOf } from "../eval/functions.ts";
import type { Machine } from "../eval/machine.ts";
import { makeAttrs, ready } from "../eval/make.ts";
import { UnknownSignal } from "../eval/signal.ts";
import type { Attr, AttrsValue, Origin, Thunk, UnknownReason, Value } from "../eval/value.ts";
import type { Expression, Node } from "../syntax/ast.ts";
import { plainDefinition, type RawDefinition, type Source } from "./definition.ts";
import type { FailedProblem, ModuleInfo, ModuleProblem } from "./hostEvaluation.ts";
import { ModuleError, moduleFailure } from "./problem.ts";
import { typeTag } from "./property.ts";
import { isCallable } from "./types/wrappers.ts";
import type { World } from "./world.ts";

export interface LoadedModule {
  readonly info: ModuleInfo;
  /** The set of `options`; `null`: it declares none. */
  readonly options: Attr | null;
  /** `config`, and what other attributes of the module amount to. */
  readonly definitions: readonly RawDefinition[];
  readonly children: readonly LoadedModule[];
}

export interface LoadRequest {
  readonly modules: readonly ModuleElement[];
  readonly world: World;
  /** The arguments that are there while imports are looked at. */
  readonly given: ReadonlyMap<string, Thunk>;
  /** Any other argument. */
  supply(name: string): Thunk;
  readonly onProblem: (problem: ModuleProblem) => void;
}

/** One element of `imports` or `modules`. */
export interface ModuleElement {
  readonly value: Thunk;
  /** Its node, where one can be said. */
  readonly at: Origin;
  readonly parent: ModuleInfo | null;
  /** What it gets where it has no key of its own. */
  readonly key: string;
  /** Not a module but a definition that stands for one: what users define for a submodule. */
  readonly definition?: RawDefinition;
}

interface Draft {
  readonly info: ModuleInfo;
  readonly options: Attr | null;
  readonly definitions: readonly RawDefinition[];
  readonly imports: readonly ModuleElement[];
  readonly disabled: readonly string[];
  readonly children: Draft[];
}

/** Modules by what tells them apart; a file's module may have a key of its own. */
interface Table {
  readonly byKey: Map<string, Draft>;
  readonly byUri: Map<string, Draft>;
}

/** All modules, in the order in which they are found. */
export function loadModules(machine: Machine, request: LoadRequest): readonly LoadedModule[] {
  const table: Table = { byKey: new Map(), byUri: new Map() };
  const roots: Draft[] = [];
  let queue: { element: ModuleElement; into: Draft[] }[] = request.modules.map((element) => ({ element, into: roots }));
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
  return disabled.size === 0 ? drafts : withoutDisabled(roots, disabled);
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

function load(machine: Machine, request: LoadRequest, element: ModuleElement, table: Table): Draft {
  let info = infoOf(request, element, null, element.key);
  if (element.definition !== undefined) {
    return { info, options: null, definitions: [element.definition], imports: [], disabled: [], children: [] };
  }
  const depth = machine.depth;
  try {
    const value = element.value.force(machine);
    if (value.type === "unknown") return unreadable(info, value.reason);
    const uri = moduleUri(machine, value, element);
    if (uri === null) {
      info = infoOf(request, element, fileOf(value) ?? element.parent?.uri ?? null, element.key);
      return unify(machine, element, info, call(machine, request, value));
    }
    const known = table.byUri.get(uri);
    if (known !== undefined) return known;
    info = infoOf(request, element, uri, uri);
    const content = machine.importFile(uri, element.at);
    if (content.type === "unknown") return unreadable(info, content.reason);
    const draft = unify(machine, element, info, call(machine, request, content));
    table.byUri.set(uri, draft);
    return draft;
  } catch (problem) {
    if (problem instanceof UnknownSignal) {
      machine.depth = depth;
      return unreadable(info, problem.value.reason);
    }
    if (!(problem instanceof NixError)) throw problem;
    machine.depth = depth;
    for (const found of describeError(problem, info)) request.onProblem(found);
    return unreadable(info, { kind: "unreadable", uri: info.uri ?? "", reason: problem.message });
  }
}

/** An error as problems, its own descriptions where it has some. */
export function describeError(error: NixError, module: ModuleInfo | null): readonly ModuleProblem[] {
  if (error instanceof ModuleError) return error.problems;
  const { kind, message, origin } = error;
  const problem: FailedProblem = { kind: "failed", path: null, error: kind, message, origin, definition: null, module };
  return [problem];
}

function unreadable(info: ModuleInfo, reason: UnknownReason): Draft {
  return {
    info: { ...info, unreadable: reason },
    options: null,
    definitions: [],
    imports: [],
    disabled: [],
    children: [],
  };
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
function moduleUri(machine: Machine, value: Value, element: ModuleElement): string | null {
  if (value.type === "path") return resolveFolder(machine, value.uri);
  if (value.type === "string") {
    const sibling = element.parent?.uri ?? fileOf(value) ?? element.at?.anchor.uri ?? null;
    if (sibling === null || !value.value.startsWith("/"))
      throw notAModule("a string that is no absolute path", element);
    return resolveFolder(machine, withPath(sibling, value.value));
  }
  if (value.type !== "attrs" || isCallable(value)) return null;
  const outPath = value.attrs.get("outPath")?.value.force(machine);
  return outPath === undefined || value.attrs.has("_type") ? null : moduleUri(machine, outPath, element);
}

function resolveFolder(machine: Machine, uri: string): string {
  const isFolder = !uri.endsWith(".nix") && machine.snapshot.file(uri)?.kind === "folder";
  return isFolder ? joinUri(uri, "default.nix") : uri;
}

function notAModule(found: string, element: ModuleElement): NixError {
  const place = { origin: element.at, module: element.parent };
  return moduleFailure(`Expected a module, but found ${found}.`, place);
}

function call(machine: Machine, request: LoadRequest, value: Value): Value {
  if (!isCallable(value)) return value;
  return machine.deeper(() =>
    callWithFormals(machine, value, request.given, (name) => request.supply(name), value.origin),
  );
}

const META = new Set(["_class", "_file", "key", "disabledModules", "require", "imports", "freeformType"]);
const LONG_FORM = new Set([...META, "options", "config", "meta"].filter((name) => name !== "require"));

/** The set that a module is, taken apart. */
function unify(machine: Machine, element: ModuleElement, given: ModuleInfo, module: Value): Draft {
  if (module.type === "unknown") throw new UnknownSignal(module);
  if (module.type !== "attrs") throw notAModule(module.type === "list" ? "a list" : `a ${module.type}`, element);
  const tag = typeTag(machine, module);
  if (tag !== null && tag !== "module" && tag !== "if" && tag !== "override" && tag !== "merge") {
    throw notAModule(`a value of type \`${tag}'`, element);
  }
  const info = ownNames(machine, given, module);
  const source: Source = { module: info, binding: null, name: null, depth: -1, above: null };
  if (tag === "if" || tag === "override" || tag === "merge") {
    const definitions = [plainDefinition(source, ready(module))];
    return { info, options: null, definitions, imports: [], disabled: [], children: [] };
  }
  const attrs = module.attrs;
  const isLong = attrs.has("config") || attrs.has("options");
  const imports = [
    ...(isLong ? [] : elements(machine, attrs.get("require"), info)),
    ...elements(machine, attrs.get("imports"), info),
  ];
  if (isLong) refuseStray(module, info);
  const definitions: RawDefinition[] = [];
  const config = attrs.get("config");
  if (!isLong) definitions.push(plainDefinition(source, ready(shorthand(module))));
  else if (config !== undefined)
    definitions.push(plainDefinition({ ...source, binding: config.origin, depth: 0 }, config.value));
  const freeform = attrs.get("freeformType");
  if (freeform !== undefined)
    definitions.push(plainDefinition(source, nest("_module", nest("freeformType", freeform).value).value));
  const meta = isLong ? attrs.get("meta") : undefined;
  if (meta !== undefined) definitions.push(plainDefinition(source, nest("meta", meta).value));
  const disabled = disabledKeys(machine, attrs.get("disabledModules"), info);
  return {
    info,
    options: (isLong ? attrs.get("options") : null) ?? null,
    definitions,
    imports,
    disabled,
    children: [],
  };
}

/** `{ name = inner; }` as an attribute. */
function nest(name: string, inner: Attr | Thunk): Attr {
  const attr = "origin" in inner ? inner : { value: inner, origin: null };
  return { value: ready(makeAttrs(new Map([[name, attr]]))), origin: attr.origin };
}

/** A module without `config` and `options` is its own `config`. */
function shorthand(module: AttrsValue): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, attr] of module.attrs) if (!META.has(name)) attrs.set(name, attr);
  return makeAttrs(attrs, module.origin, module.rest);
}

function ownNames(machine: Machine, info: ModuleInfo, module: AttrsValue): ModuleInfo {
  const file = textOf(machine, module.attrs.get("_file"));
  const key = textOf(machine, module.attrs.get("key"));
  return file === null && key === null ? info : { ...info, label: file ?? info.label, key: key ?? info.key };
}

function textOf(machine: Machine, attr: Attr | undefined): string | null {
  const value = attr?.value.force(machine);
  if (value?.type === "string") return value.value;
  return value?.type === "path" ? uriPath(value.uri) : null;
}

function refuseStray(module: AttrsValue, info: ModuleInfo): void {
  for (const [name, attr] of module.attrs) {
    if (LONG_FORM.has(name)) continue;
    const message = `Module \`${info.label}' has an unsupported attribute \`${name}'. This is caused by introducing a top-level \`config' or \`options' attribute. Add configuration attributes immediately on the top level instead, or move all of them into the explicit \`config' attribute.`;
    throw moduleFailure(message, { origin: attr.origin ?? module.origin, module: info });
  }
}

function elements(machine: Machine, attr: Attr | undefined, info: ModuleInfo): readonly ModuleElement[] {
  if (attr === undefined) return [];
  return elementsOf(machine, attr.value, info, info.key);
}

/** The elements of a list of modules. One unknown list is one element that cannot be read. */
export function elementsOf(
  machine: Machine,
  list: Thunk,
  parent: ModuleInfo | null,
  key: string,
): readonly ModuleElement[] {
  const value = list.force(machine);
  if (value.type === "unknown") return [{ value: list, at: value.origin, parent, key: `${key}:anon-0` }];
  if (value.type !== "list") {
    throw moduleFailure(`The modules of \`${parent?.label ?? key}' are no list.`, {
      origin: value.origin,
      module: parent,
    });
  }
  return value.items.map((item, index) => ({
    value: item,
    at: elementNode(value.origin, index, value.items.length),
    parent,
    key: `${key}:anon-${index + 1}`,
  }));
}

/** The node of an element of a list that may be put together with `++`. */
function elementNode(list: Node | null, index: number, length: number): Origin {
  if (list === null) return null;
  if (list.kind === "list") return list.items[index] ?? list;
  if (list.kind !== "binary" || list.operator !== "++") return list;
  const left = literalLength(list.left);
  if (left !== null && list.left !== null) {
    return index < left ? elementNode(list.left, index, left) : elementNode(list.right, index - left, length - left);
  }
  const right = literalLength(list.right);
  if (right === null || list.right === null) return list;
  const border = length - right;
  return index < border ? elementNode(list.left, index, border) : elementNode(list.right, index - border, right);
}

function literalLength(node: Expression | null): number | null {
  if (node?.kind === "list") return node.items.length;
  if (node?.kind !== "binary" || node.operator !== "++") return null;
  const left = literalLength(node.left);
  const right = literalLength(node.right);
  return left === null || right === null ? null : left + right;
}

function disabledKeys(machine: Machine, attr: Attr | undefined, info: ModuleInfo): readonly string[] {
  if (attr === undefined) return [];
  const list = attr.value.force(machine);
  if (list.type !== "list") return [];
  return list.items.flatMap((item) => {
    const value = item.force(machine);
    if (value.type === "path") return [resolveFolder(machine, value.uri)];
    if (value.type === "string" && value.value.startsWith("/") && info.uri !== null)
      return [withPath(info.uri, value.value)];
    const key = value.type === "attrs" ? textOf(machine, value.attrs.get("key")) : null;
    return key === null ? [] : [key];
  });
}
