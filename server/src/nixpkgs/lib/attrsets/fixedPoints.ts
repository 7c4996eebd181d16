/** `lib.fixedPoints`: values defined by themselves, and the overlays that change them. */
import { equalThunks } from "../../../eval/core/compare.ts";
import { expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { emptyAttrs, lazy, ready } from "../../../eval/core/make.ts";
import { native } from "../../../eval/core/native.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { isCallable, update } from "../support/callables.ts";
import { call, later } from "../support/calls.ts";
import { record } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** A thunk of `body` that `body` gets itself. */
function fixedPoint(body: (machine: Machine, self: Thunk) => Value): Thunk {
  const self: Thunk = lazy((machine) => body(machine, self));
  return self;
}

/** `extends overlay f`: what `f` gives, changed by the overlay. */
export const EXTENDS = native("extends", 3, (machine, [overlay, f, final], at) => {
  const prev = later(f, at, final);
  return update(prev.force(machine), call(machine, overlay, at, final, prev), at);
});

/** Applies overlays one after the other and gives what they add. */
function applyOverlays(machine: Machine, overlays: readonly Thunk[], final: Thunk, prev: Thunk, at: Origin): Value {
  let added: Value = emptyAttrs(at);
  let before = prev;
  for (const overlay of overlays) {
    machine.step();
    const base = before;
    const change = call(machine, overlay, at, final, base);
    added = update(added, change, at);
    before = lazy((inner) => update(base.force(inner), change, at));
  }
  return added;
}

/** A fixed point that can be extended by overlays under a name of one's choice. */
function extensible(machine: Machine, name: string, f: Thunk, at: Origin): Value {
  const extend = native(name, 1, (inner, [overlay]) =>
    extensible(inner, name, ready(call(inner, ready(EXTENDS), at, overlay, f)), at),
  );
  const extras = record({ [name]: ready(extend) }, at);
  const self = fixedPoint((inner, final) => {
    const unfixed = update(call(inner, f, at, final), extras, at);
    return update(unfixed, record({ __unfix__: f }, at), at);
  });
  return self.force(machine);
}

export const fixedPoints = table(
  fn("fix", 1, "(a -> a) -> a", "The value that a function gives when it gets that very value.", (machine, [f], at) =>
    fixedPoint((inner, self) => call(inner, f, at, self)).force(machine),
  ),
  fn(
    "fix'",
    1,
    "(AttrSet -> AttrSet) -> AttrSet",
    "`fix` that also keeps the function as `__unfix__`.",
    (machine, [f], at) =>
      fixedPoint((inner, self) => update(call(inner, f, at, self), record({ __unfix__: f }, at), at)).force(machine),
  ),
  fn(
    "converge",
    2,
    "(a -> a) -> a -> a",
    "Calls a function again and again until nothing changes.",
    (machine, [f, start], at) => {
      let value = start;
      for (;;) {
        machine.step();
        const next = later(f, at, value);
        if (equalThunks(machine, next, value)) return value.force(machine);
        value = next;
      }
    },
  ),
  {
    name: "extends",
    signature: "(final -> prev -> AttrSet) -> (final -> AttrSet) -> (final -> AttrSet)",
    summary: "A function for `fix` with an overlay applied to it.",
    value: ready(EXTENDS),
  },
  fn(
    "composeExtensions",
    4,
    "Overlay -> Overlay -> Overlay",
    "Two overlays as one; the second sees what the first changed.",
    (machine, [first, second, final, prev], at) => applyOverlays(machine, [first, second], final, prev, at),
  ),
  fn(
    "composeManyExtensions",
    3,
    "[Overlay] -> Overlay",
    "Overlays as one, applied in order.",
    (machine, [overlays, final, prev], at) =>
      applyOverlays(machine, expectList(machine, overlays, at).items, final, prev, at),
  ),
  fn(
    "makeExtensible",
    1,
    "(final -> AttrSet) -> AttrSet",
    "A set defined by itself, with a function `extend` that applies an overlay.",
    (machine, [f], at) => extensible(machine, "extend", f, at),
  ),
  fn(
    "makeExtensibleWithCustomName",
    2,
    "String -> (final -> AttrSet) -> AttrSet",
    "`makeExtensible` with another name for `extend`.",
    (machine, [name, f], at) => extensible(machine, expectString(machine, name, at), f, at),
  ),
  fn(
    "toExtension",
    3,
    "AttrSet | (prev -> AttrSet) | Overlay -> Overlay",
    "An overlay of a set, of a function of `prev`, or of one of `final` and `prev`.",
    (machine, [f, final, prev], at) => {
      if (!isCallable(machine, f, at)) return f.force(machine);
      const applied = later(f, at, prev);
      return isCallable(machine, applied, at) ? call(machine, f, at, final, prev) : applied.force(machine);
    },
  ),
);
