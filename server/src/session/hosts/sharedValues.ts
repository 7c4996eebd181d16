/**
 * Values of a view that are as they were stay the same objects: what each edit makes anew and keeps ends up among V8's
 * old objects, and a host has thousands of values of which an edit changes a few.
 */

import type { Place } from "../../base/range.ts";
import type { DefinitionView, EffectiveValue } from "../../modules/api.ts";

type Values = ReadonlyMap<string, EffectiveValue>;

/** `now` with every value that equals the one in `before` replaced by that; `before` itself where all of them do. */
export function sharedValues(before: Values, now: Values): Values {
  const shared = new Map<string, EffectiveValue>();
  let isSame = before.size === now.size;
  const order = before.keys();
  for (const [key, value] of now) {
    const earlier = before.get(key);
    const isKept = earlier !== undefined && sameValue(earlier, value);
    shared.set(key, isKept ? earlier : value);
    isSame &&= isKept && order.next().value === key;
  }
  return isSame ? before : shared;
}

/** Whether two values of one path say the same. */
function sameValue(left: EffectiveValue, right: EffectiveValue): boolean {
  return (
    left.value === right.value &&
    left.unknownReason === right.unknownReason &&
    left.failed === right.failed &&
    left.partial === right.partial &&
    left.defined === right.defined &&
    left.origins.length === right.origins.length &&
    left.origins.every((origin, index) => sameDefinition(origin, right.origins[index]))
  );
}

function sameDefinition(left: DefinitionView, right: DefinitionView | undefined): boolean {
  return (
    right !== undefined &&
    left.value === right.value &&
    left.file === right.file &&
    left.priority === right.priority &&
    samePlace(left.place, right.place)
  );
}

function samePlace(left: Place | null, right: Place | null): boolean {
  if (left === null || right === null) return left === right;
  const [from, to] = [left.range, right.range];
  return (
    left.uri === right.uri &&
    from.start.line === to.start.line &&
    from.start.character === to.start.character &&
    from.end.line === to.end.line &&
    from.end.character === to.end.character
  );
}
