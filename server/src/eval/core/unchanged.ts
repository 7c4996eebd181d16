/**
 * Whether a value that was computed again is no other than before, for all that anybody can see of it: what it is and
 * where it was written. Cheap on purpose: what hangs below is the same when it is the same thunk.
 */
import { currentNode } from "./nodeIdentity.ts";
import type { Attr, Origin, UnknownReason, Value } from "./value.ts";

export function sameValue(before: Value, now: Value): boolean {
  if (before === now) return true;
  if (!sameOrigin(before.origin, now.origin)) return false;
  switch (before.type) {
    case "null":
      return now.type === "null";
    case "bool":
      return now.type === "bool" && before.value === now.value;
    case "int":
      return now.type === "int" && before.value === now.value;
    case "float":
      return now.type === "float" && Object.is(before.value, now.value);
    case "string":
      return now.type === "string" && before.value === now.value && sameItems(before.context, now.context);
    case "path":
      return now.type === "path" && before.uri === now.uri;
    case "list":
      return now.type === "list" && sameItems(before.items, now.items);
    case "attrs":
      return (
        now.type === "attrs" &&
        before.native === now.native &&
        (before.rest === now.rest || (before.rest !== null && now.rest !== null && sameValue(before.rest, now.rest))) &&
        sameAttrs(before.attrs, now.attrs)
      );
    case "function":
      return false;
    case "unknown":
      return now.type === "unknown" && sameReason(before.reason, now.reason);
  }
}

function sameReason(before: UnknownReason, now: UnknownReason): boolean {
  return before === now || (before.kind === now.kind && JSON.stringify(before) === JSON.stringify(now));
}

/** Whether two origins are one place of the program. */
export function sameOrigin(before: Origin, now: Origin): boolean {
  return before === now || (before !== null && now !== null && currentNode(before) === currentNode(now));
}

export function sameItems(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before === now || (before.length === now.length && before.every((item, index) => item === now[index]));
}

/** The same names in the same order, each the same thunk. Tables that make attributes on demand are only themselves. */
function sameAttrs(before: ReadonlyMap<string, Attr>, now: ReadonlyMap<string, Attr>): boolean {
  if (before === now) return true;
  if (!(before instanceof Map) || !(now instanceof Map) || before.size !== now.size) return false;
  const others = now.entries();
  for (const [name, attr] of before) {
    const [otherName, other] = others.next().value ?? [];
    if (otherName !== name || other === undefined || other.value !== attr.value) return false;
    if (!sameOrigin(attr.origin, other.origin)) return false;
  }
  return true;
}
