/** `lib.gvariant`: values of GLib's variants, as dconf stores them. Each knows its type and how it is written. */
import { expectKnown, expectList, expectString, expectStringValue } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeFunction, makeList, makeString, ready } from "../../../eval/core/make.ts";
import type { AttrsValue, Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { fail, textThunk } from "../support/calls.ts";
import { optionalField, record } from "../support/records.ts";
import { fn, libConstant, table } from "../support/table.ts";
import { shown } from "../support/texts.ts";

type Write = (machine: Machine) => string;

function variant(type: string, value: Thunk, write: Write, at: Origin): AttrsValue {
  const toText = makeFunction("__toString", (machine) => makeString(write(machine), at));
  return record({ _type: textThunk("gvariant"), type: textThunk(type), value, __toString: ready(toText) }, at);
}

/** Written with its type: `@i 5`. */
function typed(type: string, value: Thunk, at: Origin): AttrsValue {
  return variant(type, value, (machine) => `@${type} ${shown(machine, value, at).value}`, at);
}

/** Written as it is: `5`. */
function plain(type: string, value: Thunk, at: Origin): AttrsValue {
  return variant(type, value, (machine) => shown(machine, value, at).value, at);
}

function isVariant(machine: Machine, value: Thunk): boolean {
  const tag = optionalField(machine, value, "_type");
  const known = tag === null ? null : expectKnown(machine, tag);
  return known?.type === "string" && known.value === "gvariant";
}

/** `mkValue`: the variant a plain value means, where there is no doubt. */
export function toVariant(machine: Machine, value: Thunk, at: Origin): AttrsValue {
  const known = expectKnown(machine, value);
  switch (known.type) {
    case "bool":
      return variant("b", value, () => String(known.value), at);
    case "float":
      return plain("d", value, at);
    case "string":
      return quoted(value, known, at);
    case "list":
      return arrayOf(machine, known.items, at);
    case "attrs":
      if (isVariant(machine, value)) return known;
      return fail("cannot construct a GVariant value from an attribute set", at);
    case "int":
      return fail(`the GVariant type of the number "${known.value}" is unclear`, at);
    default:
      return fail(`the GVariant type of a ${known.type} cannot be inferred`, at);
  }
}

function quoted(value: Thunk, known: StringValue, at: Origin): AttrsValue {
  const escaped = known.value.replace(/['\\]/g, "\\$&").replaceAll("\n", "\\n");
  return variant("s", value, () => `'${escaped}'`, at);
}

function typeOf(machine: Machine, value: AttrsValue, at: Origin): string {
  const type = value.attrs.get("type");
  return type === undefined ? fail("this GVariant value has no type", at) : expectString(machine, type.value, at);
}

function writeAll(machine: Machine, values: readonly AttrsValue[], at: Origin): string {
  return values.map((value) => shown(machine, ready(value), at).value).join(",");
}

function arrayOf(machine: Machine, items: readonly Thunk[], at: Origin): AttrsValue {
  if (items.length === 0) return fail("please create empty arrays with mkEmptyArray", at);
  const values = items.map((item) => toVariant(machine, item, at));
  const types = values.map((value) => typeOf(machine, value, at));
  const [first = ""] = types;
  if (types.some((type) => type !== first)) return fail("elements of a list should have the same type", at);
  const type = `a${first}`;
  const held = ready(makeList(values.map(ready), at));
  return variant(type, held, (inner) => `@${type} [${writeAll(inner, values, at)}]`, at);
}

function maybe(type: string, value: AttrsValue | null, at: Origin): AttrsValue {
  const held: Thunk = ready(value ?? { type: "null", origin: at });
  return variant(
    `m${type}`,
    held,
    (machine) => (value === null ? `@m${type} nothing` : `just ${writeAll(machine, [value], at)}`),
    at,
  );
}

function tuple(machine: Machine, items: readonly Thunk[], at: Origin): AttrsValue {
  const values = items.map((item) => toVariant(machine, item, at));
  const type = `(${values.map((value) => typeOf(machine, value, at)).join("")})`;
  return variant(
    type,
    ready(makeList(values.map(ready), at)),
    (inner) => `@${type} (${writeAll(inner, values, at)})`,
    at,
  );
}

function dictionaryEntry(machine: Machine, name: Thunk, value: Thunk, at: Origin): AttrsValue {
  const key = toVariant(machine, name, at);
  const held = toVariant(machine, value, at);
  const type = `{${typeOf(machine, key, at)}${typeOf(machine, held, at)}}`;
  const write: Write = (inner) => `@${type} {${writeAll(inner, [key, held], at)}}`;
  return variant(type, ready(record({ name, value }, at)), write, at);
}

const SCALARS = {
  string: "s",
  boolean: "b",
  uchar: "y",
  int16: "n",
  uint16: "q",
  int32: "i",
  uint32: "u",
  int64: "x",
  uint64: "t",
  double: "d",
  variant: "v",
} as const;

/** The names of types: the scalar ones, and functions for those made of others. */
function typeNames(): Value {
  const scalars = Object.entries(SCALARS).map(([name, type]) => [name, textThunk(type)] as const);
  const made = {
    arrayOf: wrapType("arrayOf", (type) => `a${type}`),
    maybeOf: wrapType("maybeOf", (type) => `m${type}`),
    tupleOf: ready(
      makeFunction("tupleOf", (machine, types) => {
        const parts = expectList(machine, types, null).items.map((type) => expectString(machine, type, null));
        return makeString(`(${parts.join("")})`);
      }),
    ),
    dictionaryEntryOf: ready(
      makeFunction("dictionaryEntryOf", (_machine, key) =>
        makeFunction("dictionaryEntryOf", (machine, value) =>
          makeString(`{${expectString(machine, key, null)}${expectString(machine, value, null)}}`),
        ),
      ),
    ),
  };
  return record({ ...Object.fromEntries(scalars), ...made }, null);
}

function wrapType(name: string, wrap: (type: string) => string): Thunk {
  return ready(makeFunction(name, (machine, type) => makeString(wrap(expectString(machine, type, null)))));
}

function maker(name: string, make: (value: Thunk, at: Origin) => AttrsValue, what: string) {
  return fn(name, 1, "a -> GVariant", `A GVariant ${what}.`, (_machine, [value], at) => make(value, at));
}

export const gvariant = table(
  libConstant("type", "AttrSet", "The names of GVariant types.", typeNames()),
  fn("isGVariant", 1, "a -> Bool", "Whether a value is a GVariant value.", (machine, [value], at) => ({
    type: "bool",
    value: isVariant(machine, value),
    origin: at,
  })),
  fn("mkValue", 1, "a -> GVariant", "The GVariant value that a plain value means.", (machine, [value], at) =>
    toVariant(machine, value, at),
  ),
  fn("mkArray", 1, "[a] -> GVariant", "An array of values of one type.", (machine, [list], at) =>
    arrayOf(machine, expectList(machine, list, at).items, at),
  ),
  fn("mkEmptyArray", 1, "String -> GVariant", "An empty array of a type.", (machine, [type], at) => {
    const array = `a${expectString(machine, type, at)}`;
    return variant(array, ready(makeList([], at)), () => `@${array} []`, at);
  }),
  fn("mkVariant", 1, "a -> GVariant", "A value with its type, as a value.", (machine, [value], at) => {
    const held = toVariant(machine, value, at);
    return variant("v", ready(held), (inner) => `<${writeAll(inner, [held], at)}>`, at);
  }),
  fn("mkDictionaryEntry", 2, "a -> b -> GVariant", "A pair of a dictionary.", (machine, [name, value], at) =>
    dictionaryEntry(machine, name, value, at),
  ),
  fn(
    "mkMaybe",
    2,
    "String -> GVariant | null -> GVariant",
    "A value that may be missing.",
    (machine, [type, value], at) => {
      const known = expectKnown(machine, value);
      return maybe(expectString(machine, type, at), known.type === "null" ? null : toVariant(machine, value, at), at);
    },
  ),
  fn("mkNothing", 1, "String -> GVariant", "A missing value of a type.", (machine, [type], at) =>
    maybe(expectString(machine, type, at), null, at),
  ),
  fn("mkJust", 1, "a -> GVariant", "A value that could be missing and is there.", (machine, [value], at) => {
    const held = toVariant(machine, value, at);
    return maybe(typeOf(machine, held, at), held, at);
  }),
  fn("mkTuple", 1, "[a] -> GVariant", "A tuple of values.", (machine, [list], at) =>
    tuple(machine, expectList(machine, list, at).items, at),
  ),
  fn("mkBoolean", 1, "Bool -> GVariant", "A GVariant Boolean.", (machine, [value], at) =>
    toVariant(machine, value, at),
  ),
  fn("mkString", 1, "String -> GVariant", "A GVariant string.", (machine, [value], at) =>
    quoted(value, expectStringValue(machine, value, at), at),
  ),
  fn("mkObjectpath", 1, "String -> GVariant", "A GVariant object path.", (machine, [value], at) => {
    const path = expectString(machine, value, at).replaceAll("'", "\\'");
    return variant("s", value, () => `objectpath '${path}'`, at);
  }),
  maker("mkUchar", (value, at) => typed("y", value, at), "byte"),
  maker("mkInt16", (value, at) => typed("n", value, at), "16-bit integer"),
  maker("mkUint16", (value, at) => typed("q", value, at), "unsigned 16-bit integer"),
  maker("mkInt32", (value, at) => plain("i", value, at), "32-bit integer"),
  maker("mkUint32", (value, at) => typed("u", value, at), "unsigned 32-bit integer"),
  maker("mkInt64", (value, at) => typed("x", value, at), "64-bit integer"),
  maker("mkUint64", (value, at) => typed("t", value, at), "unsigned 64-bit integer"),
  maker("mkDouble", (value, at) => plain("d", value, at), "floating-point number"),
);
