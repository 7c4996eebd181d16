/** Constructors of values and thunks. The one place that knows which fields a value has. */
import type { Machine } from "./machine.ts";
import { Lazy, Ready } from "./thunk.ts";
import type {
  Attr,
  AttrsValue,
  BoolValue,
  FloatValue,
  FunctionValue,
  IntValue,
  ListValue,
  NullValue,
  Origin,
  PathValue,
  StringValue,
  Thunk,
  UnknownReason,
  UnknownValue,
  Value,
} from "./value.ts";

const NO_CONTEXT: readonly string[] = [];
const NO_ATTRS: ReadonlyMap<string, Attr> = new Map();

/** A thunk of a value that is already there. */
export function ready(value: Value): Thunk {
  return new Ready(value);
}

/** A thunk of what `compute` gives, asked once and only when needed. */
export function lazy(compute: (machine: Machine) => Value): Thunk {
  return new Lazy(compute);
}

export function makeNull(origin: Origin = null): NullValue {
  return { type: "null", origin };
}

export function makeBool(value: boolean, origin: Origin = null): BoolValue {
  return { type: "bool", value, origin };
}

/** Wraps to 64 bits. */
export function makeInt(value: bigint | number, origin: Origin = null): IntValue {
  return { type: "int", value: typeof value === "number" ? BigInt(value) : BigInt.asIntN(64, value), origin };
}

export function makeFloat(value: number, origin: Origin = null): FloatValue {
  return { type: "float", value, origin };
}

export function makeString(value: string, origin: Origin = null, context = NO_CONTEXT): StringValue {
  return { type: "string", value, context, origin };
}

/** `uri` must be normalised. */
export function makePath(uri: string, origin: Origin = null): PathValue {
  return { type: "path", uri, origin };
}

export function makeList(items: readonly Thunk[], origin: Origin = null): ListValue {
  return { type: "list", items, origin };
}

/** `rest`: not `null` when more attributes may be there than are listed. */
export function makeAttrs(
  attrs: ReadonlyMap<string, Attr>,
  origin: Origin = null,
  rest: UnknownValue | null = null,
  native: object | null = null,
): AttrsValue {
  return { type: "attrs", attrs, rest, native, origin };
}

/** A set from name and thunk pairs, all with the origin of the set. */
export function attrsOf(entries: Iterable<readonly [string, Thunk]>, origin: Origin = null): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, value] of entries) attrs.set(name, { value, origin });
  return makeAttrs(attrs, origin);
}

export function emptyAttrs(origin: Origin = null): AttrsValue {
  return makeAttrs(NO_ATTRS, origin);
}

/** A function of one argument written in TypeScript. `native` (native.ts) makes curried ones. */
export function makeFunction(
  name: string,
  call: (machine: Machine, argument: Thunk, at: Origin) => Value,
  formals: ReadonlyMap<string, boolean> | null = null,
): FunctionValue {
  return { type: "function", name, formals, primitive: "whole", call, origin: null };
}

export function makeUnknown(reason: UnknownReason, origin: Origin = null): UnknownValue {
  return { type: "unknown", reason, origin };
}
