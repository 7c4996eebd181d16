/**
 * `lib.customisation`: functions whose arguments can be changed afterwards, and scopes of packages. What a package
 * function needs from unknown packages is unknown; the function is called all the same.
 */
import { NixError } from "../../../eval/core/errors.ts";
import { expectAttrs, expectBool, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeList, makeNull, makeString, makeUnknown, ready } from "../../../eval/core/make.ts";
import { native } from "../../../eval/core/native.ts";
import { selectUnknown } from "../../../eval/core/select.ts";
import type { Attr, AttrsValue, Origin, Thunk, UnknownValue, Value } from "../../../eval/core/value.ts";
import { isDerivationThunk } from "../attrsets/attrsets.ts";
import { EXTENDS } from "../attrsets/fixedPoints.ts";
import {
  callableOrImport,
  formalsOf,
  functionArgs,
  functor,
  isCallable,
  mirror,
  update,
} from "../support/callables.ts";
import { call, fail, later } from "../support/calls.ts";
import { field, formals, optionalField, record, required } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** Needs the attributes of real derivations. */
const OVERRIDE_DERIVATION = ready(
  native("overrideDerivation", 1, (_machine, _args, at) =>
    makeUnknown({ kind: "notModelled", what: "overrideDerivation" }, at),
  ),
);

/** Calls `f` and adds `override` to a result that is a set or a function. */
function callOverridable(machine: Machine, f: Thunk, args: Thunk, at: Origin): Value {
  const result = later(f, at, args);
  const value = expectKnown(machine, result);
  const override = native("override", 1, (inner, [change]) => {
    const changed = lazy((deeper) => {
      const replacement = isCallable(deeper, change, at) ? call(deeper, change, at, args) : change.force(deeper);
      return update(args.force(deeper), replacement, at);
    });
    return callOverridable(inner, f, changed, at);
  });
  const overrideArgs = ready(mirror(f, ready(override), at));
  if (value.type === "attrs") {
    const extras: Record<string, Thunk> = { override: overrideArgs, overrideDerivation: OVERRIDE_DERIVATION };
    if (optionalField(machine, result, "overrideAttrs") !== null) {
      extras["overrideAttrs"] = ready(
        native("overrideAttrs", 1, (inner, [change]) => {
          const changed = native("overrideAttrs", 1, (deeper, [given]) => {
            const drv = later(f, at, given);
            return call(deeper, optionalField(deeper, drv, "overrideAttrs") ?? drv, at, change);
          });
          return callOverridable(inner, ready(mirror(f, ready(changed), at)), args, at);
        }),
      );
    }
    return update(value, record(extras, at), at);
  }
  if (!isCallable(machine, result, at)) return value;
  const shownArgs = lazy((inner) => functionArgs(inner, result, at));
  return update(functor(result, shownArgs, at), record({ override: overrideArgs }, at), at);
}

function makeOverridable(machine: Machine, f: Thunk, at: Origin): Value {
  const overridable = native("makeOverridable", 1, (inner, [args]) => callOverridable(inner, f, args, at));
  const mirrored = mirror(f, ready(overridable), at);
  const known = expectKnown(machine, f);
  if (known.type !== "attrs") return mirrored;
  const override = known.attrs.get("override");
  const kept = update(known, mirrored, at);
  if (override === undefined) return kept;
  const changed = native("override", 1, (inner, [change]) =>
    makeOverridable(inner, later(override.value, at, change), at),
  );
  return update(kept, record({ override: ready(changed) }, at), at);
}

/** What `callPackage` passes: of the packages what the function names, then what is given. */
function packageArgs(machine: Machine, f: Thunk, packages: Thunk, given: Thunk, at: Origin): AttrsValue {
  const own = expectAttrs(machine, given, at);
  const known = packages.force(machine);
  const supply = known.type === "unknown" ? null : expectAttrs(machine, packages, at);
  const rest: UnknownValue | null = known.type === "unknown" ? known : (supply?.rest ?? null);
  const attrs = new Map<string, Attr>();
  for (const [name, optional] of formalsOf(machine, f, at)) {
    machine.step();
    if (own.attrs.has(name)) continue;
    const found = supply?.attrs.get(name);
    if (found !== undefined) attrs.set(name, found);
    else if (rest !== null) attrs.set(name, { value: ready(selectUnknown(rest, name, at)), origin: at });
    else if (!optional && own.rest === null) {
      throw new NixError(
        "abort",
        `lib.customisation.callPackageWith: Function called without required argument "${name}"`,
        at,
      );
    }
  }
  return makeAttrs(new Map([...attrs, ...own.attrs]), at, own.rest);
}

function callPackages(machine: Machine, packages: Thunk, callee: Thunk, given: Thunk, at: Origin): Value {
  const f = callableOrImport(machine, callee, at);
  const args = ready(packageArgs(machine, f, packages, given, at));
  const result = later(f, at, args);
  if (isDerivationThunk(machine, result))
    return fail("function `callPackages` was called on a *single* derivation", at);
  const { attrs, rest } = expectAttrs(machine, result, at);
  const overridable = new Map<string, Attr>();
  for (const [name, attr] of attrs) {
    const one = native(name, 1, (inner, [changed]) => {
      const all = later(f, at, changed);
      return (optionalField(inner, all, name) ?? attr.value).force(inner);
    });
    const shown = ready(mirror(f, ready(one), at));
    overridable.set(name, { value: lazy((inner) => callOverridable(inner, shown, args, at)), origin: attr.origin });
  }
  return makeAttrs(overridable, at, rest);
}

/** A set defined by itself with a `callPackage` that knows its members. */
function makeScope(newScope: Thunk, f: Thunk, at: Origin): Thunk {
  const self: Thunk = lazy((machine) => {
    const inner = native("newScope", 1, (deeper, [scope]) => {
      const all = lazy((last) => update(self.force(last), scope.force(last), at));
      return call(deeper, newScope, at, all);
    });
    const overrideScope = native("overrideScope", 1, (deeper, [overlay]) =>
      makeScope(newScope, ready(call(deeper, ready(EXTENDS), at, overlay, f)), at).force(deeper),
    );
    const callPackage = later(ready(inner), at, ready(record({}, at)));
    const members = update(record({ callPackage }, at), call(machine, f, at, self), at);
    const extras = { newScope: ready(inner), overrideScope: ready(overrideScope), packages: f };
    return update(members, record(extras, at), at);
  });
  return self;
}

export const customisation = table(
  fn(
    "makeOverridable",
    1,
    "(AttrSet -> a) -> (AttrSet -> a)",
    "A function whose result can be made again with other arguments by `.override`.",
    (machine, [f], at) => makeOverridable(machine, f, at),
  ),
  fn(
    "callPackageWith",
    3,
    "AttrSet -> (AttrSet -> a) | Path -> AttrSet -> a",
    "Calls a function with the packages that it names as arguments.",
    (machine, [packages, callee, given], at) => {
      const f = callableOrImport(machine, callee, at);
      return callOverridable(machine, f, ready(packageArgs(machine, f, packages, given, at)), at);
    },
  ),
  fn(
    "callPackagesWith",
    3,
    "AttrSet -> (AttrSet -> AttrSet) | Path -> AttrSet -> AttrSet",
    "`callPackageWith` for a function that gives a set of packages.",
    (machine, [packages, callee, given], at) => callPackages(machine, packages, callee, given, at),
  ),
  fn(
    "makeScope",
    2,
    "(AttrSet -> a) -> (self -> AttrSet) -> AttrSet",
    "A set of packages that find each other by name.",
    (machine, [newScope, f], at) => makeScope(newScope, f, at).force(machine),
  ),
);

function lazyDerivation(machine: Machine, options: Thunk, at: Origin): Value {
  const option = formals(machine, "lazyDerivation", options, ["derivation", "meta", "passthru", "outputs"], at);
  const drv = required(option("derivation"), "lazyDerivation", "derivation", at);
  const from = (name: string): Thunk => lazy((inner) => field(inner, drv, name, at).force(inner));
  const outputs = option("outputs") ?? ready(makeList([ready(makeString("out"))], at));
  const fields: Record<string, Thunk> = { type: ready(makeString("derivation")), outputs };
  for (const name of ["outPath", "outputName", "drvPath", "name", "system"]) fields[name] = from(name);
  for (const item of expectList(machine, outputs, at).items) {
    const name = expectString(machine, item, at);
    fields[name] = from(name);
  }
  const all = record({ ...fields, meta: option("meta") ?? from("meta") }, at);
  const passthru = option("passthru");
  return passthru === null ? all : update(all, passthru.force(machine), at);
}

/** `lib.derivations`. */
export const derivations = table(
  fn(
    "optionalDrvAttr",
    2,
    "Bool -> a -> a | null",
    "The value if the condition is true, else null.",
    (machine, [condition, value], at) => {
      return expectBool(machine, condition, at) ? value.force(machine) : makeNull(at);
    },
  ),
  fn(
    "lazyDerivation",
    1,
    "{ derivation, meta ?, passthru ?, outputs ? } -> Package",
    "A package whose name and metadata are there before it is computed.",
    (machine, [options], at) => lazyDerivation(machine, options, at),
  ),
  fn(
    "warnOnInstantiate",
    2,
    "String -> Package -> Package",
    "A package that warns when it is built.",
    (machine, [, drv]) => drv.force(machine),
  ),
);
