/** A module in one form: the set that it is, taken apart into options, definitions, imports. */
import type { ReadTarget } from "../../base/reading.ts";
import { joinUri, uriPath, withPath } from "../../base/uri.ts";
import type { NixError } from "../../eval/core/errors.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeAttrs, ready } from "../../eval/core/make.ts";
import { pathTarget } from "../../eval/core/paths.ts";
import { UnknownSignal } from "../../eval/core/signal.ts";
import { sameItems, sameOrigin } from "../../eval/core/unchanged.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import type { Expression, Node } from "../../syntax/tree/ast.ts";
import { plainDefinition, type RawDefinition, type Source } from "../definitions/definition.ts";
import { moduleFailure } from "../definitions/moduleError.ts";
import { typeTag } from "../definitions/properties.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";

export interface LoadedModule {
  readonly info: ModuleInfo;
  /** The set of `options`; `null`: it declares none. */
  readonly options: Attr | null;
  /** `config`, and what other attributes of the module amount to. */
  readonly definitions: (machine: Machine) => readonly RawDefinition[];
  readonly children: readonly LoadedModule[];
}

/** A module as it was read: what of it is read once for as long as the modules of a host are the same, and the rest. */
export interface ModuleContent {
  readonly info: ModuleInfo;
  readonly options: Attr | null;
  readonly definitions: readonly RawDefinition[];
  readonly imports: readonly ModuleElement[];
  readonly disabled: readonly string[];
}

/** Whether two contents make no difference to which modules there are and what they declare. */
export function sameFoundation(before: ModuleContent, now: ModuleContent): boolean {
  return (
    before === now ||
    (sameInfo(before.info, now.info) &&
      before.options?.value === now.options?.value &&
      sameOrigin(before.options?.origin ?? null, now.options?.origin ?? null) &&
      sameItems(before.disabled, now.disabled) &&
      before.imports.length === now.imports.length &&
      before.imports.every((one, index) => {
        const other = now.imports[index];
        return (
          other !== undefined && one.value === other.value && one.key === other.key && sameOrigin(one.at, other.at)
        );
      }))
  );
}

function sameInfo(before: ModuleInfo, now: ModuleInfo): boolean {
  if (before === now) return true;
  const { key, uri, label, source, unreadable, importedAt, importedBy } = now;
  return (
    before.key === key &&
    before.uri === uri &&
    before.label === label &&
    before.source === source &&
    JSON.stringify(before.unreadable) === JSON.stringify(unreadable) &&
    before.importedAt === importedAt &&
    before.importedBy === importedBy
  );
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

/** A module as it is found: its imports are not looked at yet. */
export interface PartialModule extends LoadedModule {
  readonly imports: readonly ModuleElement[];
  readonly disabled: readonly string[];
  readonly children: PartialModule[];
}

/** A folder stands for its default.nix. */
export function resolveFolder(machine: Machine, { uri, asked }: ReadTarget): ReadTarget {
  const isFolder = !uri.endsWith(".nix") && machine.snapshot.file(uri, asked)?.kind === "folder";
  return { uri: isFolder ? joinUri(uri, "default.nix") : uri, asked };
}

export function notAModule(found: string, element: ModuleElement): NixError {
  const place = { origin: element.at, module: element.parent };
  return moduleFailure(`Expected a module, but found ${found}.`, place);
}

const META = new Set(["_class", "_file", "key", "disabledModules", "require", "imports", "freeformType"]);
const LONG_FORM = new Set([...META, "options", "config", "meta"].filter((name) => name !== "require"));

/** The set that a module is, taken apart. */
export function unify(machine: Machine, element: ModuleElement, given: ModuleInfo, module: Value): ModuleContent {
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
    return { info, options: null, definitions, imports: [], disabled: [] };
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
  return moduleElementsOf(machine, attr.value, info, info.key);
}

/** The elements of a list of modules. One unknown list is one element that cannot be read. */
export function moduleElementsOf(
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
    if (value.type === "path") return [resolveFolder(machine, pathTarget(value, null)).uri];
    if (value.type === "string" && value.value.startsWith("/") && info.uri !== null)
      return [withPath(info.uri, value.value)];
    // Any other text names a module of NixOS below its folder of modules.
    if (value.type === "string") return [value.value];
    const key = value.type === "attrs" ? textOf(machine, value.attrs.get("key")) : null;
    return key === null ? [] : [key];
  });
}
