/**
 * Definitions on their way from a module to an option: what stands where, under which conditions.
 * Invariant: nothing forces a condition before `settle` does, so conditions may read the whole `config`.
 */
import { lazy, makeInt, makeUnknown, ready } from "../../eval/core/make.ts";
import { currentNode } from "../../eval/core/nodeIdentity.ts";
import { sameOrigin } from "../../eval/core/unchanged.ts";
import type { AttrsValue, Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import type { Node } from "../../syntax/tree/ast.ts";
import type { Definition, ModuleInfo } from "../model/hostEvaluation.ts";
import { OPTION_DEFAULT_PRIORITY, PLAIN_ORDER, PLAIN_PRIORITY } from "../model/priorities.ts";
import type { OptionPath } from "../model/view.ts";
import { makeIf, makeOverride } from "./properties.ts";

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
export interface DischargedDefinition {
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

/** A definition without properties, as it is once they are read. */
export function plainlyDischarged(source: Source, thunk: Thunk, value: Value): DischargedDefinition {
  return {
    source,
    thunk,
    value,
    priority: PLAIN_PRIORITY,
    order: PLAIN_ORDER,
    state: "active",
    reason: null,
    weak: false,
  };
}

export function plainDefinition(source: Source, value: Thunk): RawDefinition {
  return { source, value, wraps: NO_WRAPS, weak: null };
}

/** What a definition says of a part of its value: in doubt where it is itself. */
export function partOf({ state, reason }: DischargedDefinition, source: Source, value: Thunk): RawDefinition {
  if (state !== "unknown" || reason === null) return plainDefinition(source, value);
  return { source, value, wraps: [{ kind: "if", condition: ready(makeUnknown(reason)) }], weak: null };
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
  settled: Pick<DischargedDefinition, "source" | "thunk"> & { readonly priority: number | null },
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
    return currentNode(this.#source.binding);
  }

  get nameNode(): Origin {
    return nameNode(this.#source);
  }
}

/** The node of the name that a source ends in. */
export function nameNode(source: Source): Origin {
  const { name, depth } = source;
  const binding = currentNode(source.binding);
  if (binding?.kind !== "binding" || name === null) return binding;
  const isName = (node: Node | undefined): boolean => node?.kind === "attrName" && node.name === name;
  const expected = binding.path[depth];
  if (isName(expected)) return expected ?? binding;
  return binding.path.findLast(isName) ?? expected ?? binding;
}

/** Whether two definitions are one, after what brought them about was looked at again. */
export function sameDefinition(before: RawDefinition, now: RawDefinition): boolean {
  return (
    before === now ||
    (before.value === now.value &&
      before.weak === now.weak &&
      sameWraps(before.wraps, now.wraps) &&
      sameSource(before.source, now.source))
  );
}

export function sameDefinitions(before: readonly RawDefinition[], now: readonly RawDefinition[]): boolean {
  return sameList(before, now, sameDefinition);
}

export function sameSets(before: readonly PushedSet[], now: readonly PushedSet[]): boolean {
  return sameList(
    before,
    now,
    (one, other) =>
      one.attrs === other.attrs &&
      one.unknown === other.unknown &&
      sameWraps(one.wraps, other.wraps) &&
      sameSource(one.source, other.source),
  );
}

/** The same for definitions whose conditions were read. */
export function sameDischarged(before: readonly DischargedDefinition[], now: readonly DischargedDefinition[]): boolean {
  return sameList(
    before,
    now,
    (one, other) =>
      one.thunk === other.thunk &&
      one.value === other.value &&
      one.priority === other.priority &&
      one.order === other.order &&
      one.state === other.state &&
      one.reason === other.reason &&
      one.weak === other.weak &&
      sameSource(one.source, other.source),
  );
}

function sameWraps(before: readonly Wrap[], now: readonly Wrap[]): boolean {
  return sameList(before, now, (one, other) =>
    one.kind === "if"
      ? other.kind === "if" && one.condition === other.condition
      : other.kind === "override" && one.priority === other.priority,
  );
}

function sameSource(before: Source | null, now: Source | null): boolean {
  if (before === now) return true;
  return (
    before !== null &&
    now !== null &&
    before.module === now.module &&
    before.name === now.name &&
    before.depth === now.depth &&
    sameOrigin(before.binding, now.binding) &&
    sameSource(before.above, now.above)
  );
}

function sameList<T>(before: readonly T[], now: readonly T[], same: (one: T, other: T) => boolean): boolean {
  if (before === now) return true;
  if (before.length !== now.length) return false;
  return before.every((one, index) => {
    const other = now[index];
    return other !== undefined && same(one, other);
  });
}
