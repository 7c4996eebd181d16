/**
 * `mkIf`, `mkMerge`, `mkOverride`, `mkOrder`: the sets with a `_type` that definitions are wrapped in, made by natives or
 * written out by hand.
 */
import { expectAttrs } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeAttrs, makeInt, makeString, ready } from "../../eval/core/make.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";

export type Property =
  | { readonly kind: "if"; readonly condition: Thunk; readonly content: Thunk }
  | { readonly kind: "merge"; readonly contents: Thunk }
  | { readonly kind: "override"; readonly priority: Thunk; readonly content: Thunk }
  | { readonly kind: "order"; readonly priority: Thunk; readonly content: Thunk }
  | { readonly kind: "definition"; readonly file: Thunk; readonly value: Thunk };

/** The `_type` of a set, or `null`. */
export function typeTag(machine: Machine, value: Value): string | null {
  if (value.type !== "attrs") return null;
  const attr = value.attrs.get("_type");
  if (attr === undefined) return null;
  const tag = attr.value.force(machine);
  return tag.type === "string" ? tag.value : null;
}

/** The property that a value is, or `null` for an ordinary value. */
export function readProperty(machine: Machine, value: Value): Property | null {
  const tag = typeTag(machine, value);
  if (tag === null || value.type !== "attrs") return null;
  switch (tag) {
    case "if":
      return { kind: "if", condition: part(value, "condition"), content: part(value, "content") };
    case "merge":
      return { kind: "merge", contents: part(value, "contents") };
    case "override":
      return { kind: "override", priority: part(value, "priority"), content: part(value, "content") };
    case "order":
      return { kind: "order", priority: part(value, "priority"), content: part(value, "content") };
    case "definition":
      return { kind: "definition", file: part(value, "file"), value: part(value, "value") };
    default:
      return null;
  }
}

function part(value: AttrsValue, name: string): Thunk {
  const attr = value.attrs.get(name);
  if (attr !== undefined) return attr.value;
  return ready(
    value.rest ?? {
      type: "unknown",
      reason: { kind: "notModelled", what: `a set without ${name}` },
      origin: value.origin,
    },
  );
}

const TAGS = new Map(
  ["if", "merge", "override", "order", "option", "definition"].map((tag) => [
    tag,
    { value: ready(makeString(tag)), origin: null },
  ]),
);

function tagged(tag: string, parts: readonly (readonly [string, Thunk])[], origin: Origin): AttrsValue {
  const attrs = new Map<string, Attr>();
  const type = TAGS.get(tag);
  if (type !== undefined) attrs.set("_type", type);
  for (const [name, value] of parts) attrs.set(name, { value, origin });
  return makeAttrs(attrs, origin);
}

export function makeIf(condition: Thunk, content: Thunk, origin: Origin): AttrsValue {
  return tagged(
    "if",
    [
      ["condition", condition],
      ["content", content],
    ],
    origin,
  );
}

export function makeMerge(contents: Thunk, origin: Origin): AttrsValue {
  return tagged("merge", [["contents", contents]], origin);
}

export function makeOverride(priority: Thunk, content: Thunk, origin: Origin): AttrsValue {
  return tagged(
    "override",
    [
      ["priority", priority],
      ["content", content],
    ],
    origin,
  );
}

export function overrideBy(priority: number): (content: Thunk, origin: Origin) => AttrsValue {
  const amount = ready(makeInt(priority));
  return (content, origin) => makeOverride(amount, content, origin);
}

export function makeOrder(priority: Thunk, content: Thunk, origin: Origin): AttrsValue {
  return tagged(
    "order",
    [
      ["priority", priority],
      ["content", content],
    ],
    origin,
  );
}

/** `attrs // { _type = tag; }` */
export function withTag(machine: Machine, argument: Thunk, tag: string, at: Origin): AttrsValue {
  const given = expectAttrs(machine, argument, at);
  const attrs = new Map(given.attrs);
  attrs.set("_type", TAGS.get(tag) ?? { value: ready(makeString(tag)), origin: null });
  return { ...given, attrs, native: null };
}
