/** Strings with their contexts, joined within the limits of the machine. */
import type { Machine } from "./machine.ts";
import { makeString, makeUnknown } from "./make.ts";
import { UnknownSignal } from "./signal.ts";
import { joinText, joinTexts } from "./text.ts";
import type { Origin, StringValue } from "./value.ts";

/** Joins pieces; plain text has no context. Too long a result is `UnknownSignal(tooLarge)`. */
export function joinStrings(
  machine: Machine,
  pieces: readonly (string | StringValue)[],
  separator: string,
  origin: Origin,
): StringValue {
  let length = separator.length * pieces.length;
  let context: readonly string[] = [];
  const texts: string[] = [];
  for (const piece of pieces) {
    const text = typeof piece === "string" ? piece : piece.value;
    if (typeof piece !== "string") context = mergeContext(context, piece.context);
    length += text.length;
    texts.push(text);
  }
  checkLength(machine, length, origin);
  return makeString(joinTexts(texts, separator), origin, context);
}

export function appendString(machine: Machine, left: StringValue, right: StringValue, origin: Origin): StringValue {
  checkLength(machine, left.value.length + right.value.length, origin);
  return makeString(joinText(left.value, right.value), origin, mergeContext(left.context, right.context));
}

/** Ends a native with unknown(tooLarge) where a string would grow beyond the limit. */
export function checkLength(machine: Machine, length: number, origin: Origin): void {
  if (length > machine.limits.stringLength) throw new UnknownSignal(makeUnknown({ kind: "tooLarge" }, origin));
}

/** The same for the number of elements of a list. */
export function checkCount(machine: Machine, count: number, origin: Origin): void {
  if (count > machine.limits.listLength) throw new UnknownSignal(makeUnknown({ kind: "tooLarge" }, origin));
}

export function mergeContext(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length === 0 || left === right) return left;
  if (left.length === 0) return right;
  return [...new Set([...left, ...right])];
}
