/**
 * Definitions on their way from a module to an option: what stands where, under which conditions.
 * Invariant: nothing here forces a condition before `settle` does, so conditions may read the whole `config`.
 */
import { expectInt, expectList, expectString } from "../eval/expect.ts";
import type { Machine } from "../eval/machine.ts";
import { lazy, makeInt, makeUnknown, ready } from "../eval/make.ts";
import type { AttrsValue, Origin, Thunk, UnknownReason, Value } from "../eval/value.ts";
import type { Node } from "../syntax/ast.ts";
import type { Definition, ModuleInfo } from "./hostEvaluation.ts";
import { moduleFailure } from "./problem.ts";
import {
  makeIf,
  makeOverride,
  OPTION_DEFAULT_PRIORITY,
  PLAIN_ORDER,
  PLAIN_PRIORITY,
  readProperty,
} from "./property.ts";
import type { OptionPath } from "./view.ts";

/** Who defines something, and where. */
export interface Source {
  readonly module: ModuleInfo;
  /** The binding or `inherit` name, or the nearest one above. */
  readonly binding: Origin;
  /** The last name of the path, and which name of the binding's path it is. */
  readonly name: string | null;
  readonly depth: number;
  /** Who defines the set that this stands in. */
  readonly above: Source | null;
}

/** A property that was pushed down from a set to its attributes, with the property's own node. */
export type Wrap =
  | { readonly kind: "if"; readonly condition: Thunk }
  | { readonly kind: "override"; readonly priority: Thunk };

export interface RawDefinition {
  readonly source: Source;
  readonly value: Thunk;
  /** Outermost first. */
  readonly wraps: readonly Wrap[];
  /** Not `null`: whether it is there at all is unknown, because something above it is. */
  readonly weak: UnknownReason | null;
}

/** A set of definitions without properties of its own; `attrs` is `null` where the set is unknown. */
export interface PushedSet {
  readonly source: Source;
  readonly wraps: readonly Wrap[];
  readonly attrs: AttrsValue | null;
  readonly unknown: UnknownReason | null;
}

/** A definition after its conditions were read. */
export interface Settled {
  readonly source: Source;
  readonly thunk: Thunk;
  readonly value: Value;
  readonly priority: number;
  readonly order: number;
  readonly state: "active" | "inactive" | "unknown";
  /** Why its condition is unknown. */
  readonly reason: UnknownReason | null;
  readonly weak: boolean;
}

const NO_WRAPS: readonly Wrap[] = [];
/** The strength of an option's default. */
export const DEFAULT_WRAPS: readonly Wrap[] = [{ kind: "override", priority: ready(makeInt(OPTION_DEFAULT_PRIORITY)) }];

export function plainDefinition(source: Source, value: Thunk): RawDefinition {
  return { source, value, wraps: NO_WRAPS, weak: null };
}

/** What a definition says of a part of its value: in doubt where it is itself. */
export function partOf({ state, reason }: Settled, source: Source, value: Thunk): RawDefinition {
  if (state !== "unknown" || reason === null) return plainDefinition(source, value);
  return { source, value, wraps: [{ kind: "if", condition: ready(makeUnknown(reason)) }], weak: null };
}

/** Pushes properties on a set down to its attributes. What is no set is reported to `onFault` and left out. */
export function pushDown(machine: Machine, definition: RawDefinition, onFault: Fault): readonly PushedSet[] {
  const out: PushedSet[] = [];
  pushInto(machine, definition.source, definition.wraps, definition.value, out, onFault);
  return out;
}

export type Fault = (source: Source, value: Value) => void;

function pushInto(
  machine: Machine,
  source: Source,
  wraps: readonly Wrap[],
  thunk: Thunk,
  out: PushedSet[],
  onFault: Fault,
): void {
  const value = thunk.force(machine);
  if (value.type === "unknown") {
    out.push({ source, wraps, attrs: null, unknown: value.reason });
    return;
  }
  const property = readProperty(machine, value);
  switch (property?.kind) {
    case "merge": {
      const contents = property.contents.force(machine);
      if (contents.type === "unknown") out.push({ source, wraps, attrs: null, unknown: contents.reason });
      else if (contents.type !== "list") onFault(source, contents);
      else for (const item of contents.items) pushInto(machine, source, wraps, item, out, onFault);
      return;
    }
    case "if":
      pushInto(
        machine,
        source,
        [...wraps, { kind: "if", condition: property.condition }],
        property.content,
        out,
        onFault,
      );
      return;
    case "override":
      pushInto(
        machine,
        source,
        [...wraps, { kind: "override", priority: property.priority }],
        property.content,
        out,
        onFault,
      );
      return;
    default:
      if (value.type === "attrs") out.push({ source, wraps, attrs: value, unknown: null });
      else onFault(source, value);
  }
}

/** What a set says about one name, or `null` when it certainly says nothing. */
export function definitionOf(set: PushedSet, name: string): RawDefinition | null {
  if (set.attrs === null) return weakDefinition(set, set.unknown ?? { kind: "syntax" });
  const attr = set.attrs.attrs.get(name);
  if (attr !== undefined) {
    return { source: sourceOf(set.source, attr.origin, name), value: attr.value, wraps: set.wraps, weak: null };
  }
  return set.attrs.rest === null ? null : weakDefinition(set, set.attrs.rest.reason);
}

function weakDefinition(set: PushedSet, reason: UnknownReason): RawDefinition {
  return { source: set.source, value: ready(makeUnknown(reason)), wraps: set.wraps, weak: reason };
}

export function sourceOf(parent: Source, origin: Origin, name: string): Source {
  const binding = origin ?? parent.binding;
  const depth = binding === parent.binding && binding !== null ? parent.depth + 1 : 0;
  return { module: parent.module, binding, name, depth, above: parent };
}

/** Reads conditions and strips properties, as definitions of one option. */
export function settle(machine: Machine, definitions: readonly RawDefinition[]): readonly Settled[] {
  const out: Settled[] = [];
  for (const { source, value, wraps, weak } of definitions) {
    discharge(machine, source, wraps, value, weak === null ? NO_DOUBT : { reason: weak, weak: true }, out);
  }
  return out;
}

const NO_DOUBT: Doubt = { reason: null, weak: false };

interface Doubt {
  readonly reason: UnknownReason | null;
  readonly weak: boolean;
}

function discharge(
  machine: Machine,
  source: Source,
  wraps: readonly Wrap[],
  thunk: Thunk,
  doubt: Doubt,
  out: Settled[],
): void {
  let uncertain = doubt;
  for (let index = 0; index < wraps.length; index++) {
    const wrap = wraps[index];
    if (wrap === undefined) break;
    if (wrap.kind === "override") {
      const content = wrapped(thunk, wraps.slice(index + 1), source.binding);
      emit(machine, source, content, priorityOf(machine, wrap.priority), uncertain, out);
      return;
    }
    const truth = conditionOf(machine, wrap.condition, source);
    if (truth === false) {
      out.push(inactive(source, thunk));
      return;
    }
    if (truth !== true) uncertain = { reason: truth, weak: uncertain.weak };
  }
  machine.step();
  const property = readProperty(machine, thunk.force(machine));
  if (property?.kind === "merge") {
    for (const item of expectList(machine, property.contents, source.binding).items) {
      discharge(machine, source, NO_WRAPS, item, uncertain, out);
    }
  } else if (property?.kind === "if") {
    discharge(machine, source, [{ kind: "if", condition: property.condition }], property.content, uncertain, out);
  } else {
    emit(machine, source, thunk, null, uncertain, out);
  }
}

/** `priority`: given by a pushed-down override, so the value is not looked at for another one. */
function emit(
  machine: Machine,
  given: Source,
  thunk: Thunk,
  priority: number | null,
  doubt: Doubt,
  out: Settled[],
): void {
  let source = given;
  let content = thunk;
  let strength = priority ?? PLAIN_PRIORITY;
  let order = PLAIN_ORDER;
  let property = readProperty(machine, content.force(machine));
  if (property?.kind === "definition" && priority === null) {
    source = { ...source, module: { ...source.module, label: expectString(machine, property.file, source.binding) } };
    content = property.value;
    property = readProperty(machine, content.force(machine));
  }
  if (property?.kind === "override" && priority === null) {
    strength = priorityOf(machine, property.priority);
    content = property.content;
    property = readProperty(machine, content.force(machine));
  }
  if (property?.kind === "order") {
    order = priorityOf(machine, property.priority);
    content = property.content;
  }
  out.push({
    source,
    thunk: content,
    value: content.force(machine),
    priority: strength,
    order,
    state: doubt.reason === null ? "active" : "unknown",
    reason: doubt.reason,
    weak: doubt.weak,
  });
}

const NOT_IN_FORCE = makeUnknown({ kind: "notModelled", what: "a definition that is not in force" });

function inactive(source: Source, thunk: Thunk): Settled {
  return {
    source,
    thunk,
    value: NOT_IN_FORCE,
    priority: PLAIN_PRIORITY,
    order: PLAIN_ORDER,
    state: "inactive",
    reason: null,
    weak: false,
  };
}

function conditionOf(machine: Machine, condition: Thunk, source: Source): boolean | UnknownReason {
  const value = condition.force(machine);
  if (value.type === "bool") return value.value;
  if (value.type === "unknown") return value.reason;
  const place = { origin: value.origin ?? source.binding, module: source.module };
  throw moduleFailure("‘mkIf’ called with a non-Boolean condition", place);
}

function priorityOf(machine: Machine, priority: Thunk): number {
  return Number(expectInt(machine, priority, null));
}

/** Puts pushed-down properties back around a value. */
export function wrapped(thunk: Thunk, wraps: readonly Wrap[], origin: Origin): Thunk {
  let result = thunk;
  for (const wrap of [...wraps].reverse()) {
    const content = result;
    result = lazy(() =>
      wrap.kind === "if" ? makeIf(wrap.condition, content, origin) : makeOverride(wrap.priority, content, origin),
    );
  }
  return result;
}

/** What rules see of a definition. */
export function describeDefinition(
  path: OptionPath,
  settled: Pick<Settled, "source" | "thunk"> & { readonly priority: number | null },
  status: Definition["status"],
): Definition {
  return new ShownDefinition(path, settled.source, settled.thunk, settled.priority, status);
}

/** Many are made and few are looked at closely. */
class ShownDefinition implements Definition {
  readonly path: OptionPath;
  readonly value: Thunk;
  readonly priority: number | null;
  readonly status: Definition["status"];
  readonly #source: Source;

  constructor(path: OptionPath, source: Source, value: Thunk, priority: number | null, status: Definition["status"]) {
    this.path = path;
    this.#source = source;
    this.value = value;
    this.priority = priority;
    this.status = status;
  }

  get module(): ModuleInfo {
    return this.#source.module;
  }

  get binding(): Origin {
    return this.#source.binding;
  }

  get nameNode(): Origin {
    return nameNode(this.#source);
  }
}

/** The node of the name that a source ends in. */
export function nameNode(source: Source): Origin {
  const { binding, name, depth } = source;
  if (binding?.kind !== "binding" || name === null) return binding;
  const isName = (node: Node | undefined): boolean => node?.kind === "attrName" && node.name === name;
  const expected = binding.path[depth];
  if (isName(expected)) return expected ?? binding;
  return binding.path.findLast(isName) ?? expected ?? binding;
}
