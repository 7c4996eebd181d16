/** Sets. Open sets stay open where their listed attributes are all that is needed. */
import { NixError } from "../core/errors.ts";
import {
  expectAttrs,
  expectCallable,
  expectClosedAttrs,
  expectFunction,
  expectList,
  expectString,
} from "../core/expect.ts";
import { applyAll } from "../core/functions.ts";
import { attrsOf, makeAttrs, makeBool, makeList, makeNull, makeString, ready } from "../core/make.ts";
import { sortedAttrs, sortedNames } from "../core/names.ts";
import { native } from "../core/native.ts";
import { positionOf } from "../core/position.ts";
import { hasAttr, selectAttr } from "../core/select.ts";
import { Suspension } from "../core/thunk.ts";
import type { Attr, Thunk } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

const reading: Builtins = [
  [
    "attrNames",
    native("attrNames", 1, (machine, [set], at) => {
      const names = sortedNames(expectClosedAttrs(machine, set, at));
      return makeList(
        names.map((name) => ready(makeString(name, at))),
        at,
      );
    }),
  ],
  [
    "attrValues",
    native("attrValues", 1, (machine, [set], at) => {
      const attrs = sortedAttrs(expectClosedAttrs(machine, set, at));
      return makeList(
        attrs.map(([, attr]) => attr.value),
        at,
      );
    }),
  ],
  [
    "getAttr",
    native("getAttr", 2, (machine, [name, set], at) => {
      const wanted = expectString(machine, name, at);
      return selectAttr(machine, expectAttrs(machine, set, at), wanted, at);
    }),
  ],
  [
    "hasAttr",
    native("hasAttr", 2, (machine, [name, set], at) => {
      const wanted = expectString(machine, name, at);
      const has = hasAttr(expectAttrs(machine, set, at), wanted);
      return typeof has === "boolean" ? makeBool(has, at) : has;
    }),
  ],
  [
    "catAttrs",
    native("catAttrs", 2, (machine, [name, list], at) => {
      const wanted = expectString(machine, name, at);
      const found: Thunk[] = [];
      for (const item of expectList(machine, list, at).items) {
        machine.step();
        const set = expectAttrs(machine, item, at);
        const attr = set.attrs.get(wanted);
        if (attr !== undefined) found.push(attr.value);
        else if (set.rest !== null) return set.rest;
      }
      return makeList(found, at);
    }),
  ],
  [
    "unsafeGetAttrPos",
    native("unsafeGetAttrPos", 2, (machine, [name, set], at) => {
      const wanted = expectString(machine, name, at);
      const { attrs, rest } = expectAttrs(machine, set, at);
      const origin = attrs.get(wanted)?.origin ?? null;
      if (origin !== null) return positionOf(machine, origin, at);
      return attrs.has(wanted) ? makeNull(at) : (rest ?? makeNull(at));
    }),
  ],
  [
    "functionArgs",
    native("functionArgs", 1, (machine, [callee], at) => {
      const { formals } = expectFunction(machine, callee, at);
      const args = [...(formals ?? [])];
      return attrsOf(
        args.map(([name, optional]) => [name, ready(makeBool(optional, at))] as const),
        at,
      );
    }),
  ],
];

const making: Builtins = [
  [
    "mapAttrs",
    native("mapAttrs", 2, (machine, [callee, set], at) => {
      const { attrs, rest } = expectAttrs(machine, set, at);
      const mapped = new Map<string, Attr>();
      for (const [name, attr] of attrs) {
        machine.step();
        const value = new Suspension(
          (inner) => applyAll(inner, callee.force(inner), [ready(makeString(name, at)), attr.value], at),
          null,
        );
        mapped.set(name, { value, origin: attr.origin });
      }
      return makeAttrs(mapped, at, rest);
    }),
  ],
  [
    "removeAttrs",
    native("removeAttrs", 2, (machine, [set, names], at) => {
      const value = expectAttrs(machine, set, at);
      const attrs = new Map(value.attrs);
      const unwanted = expectList(machine, names, at).items.map((name) => expectString(machine, name, at));
      for (const name of unwanted) attrs.delete(name);
      return makeAttrs(attrs, at, value.rest);
    }),
  ],
  [
    "intersectAttrs",
    native("intersectAttrs", 2, (machine, [left, right], at) => {
      const names = expectAttrs(machine, left, at);
      const values = expectAttrs(machine, right, at);
      const attrs = new Map<string, Attr>();
      for (const [name, attr] of values.attrs) {
        machine.step();
        if (names.attrs.has(name)) attrs.set(name, attr);
      }
      return makeAttrs(attrs, at, names.rest ?? values.rest);
    }),
  ],
  [
    "listToAttrs",
    native("listToAttrs", 1, (machine, [list], at) => {
      const attrs = new Map<string, Attr>();
      for (const item of expectList(machine, list, at).items) {
        machine.step();
        const pair = expectAttrs(machine, item, at);
        const name = expectString(machine, ready(selectAttr(machine, pair, "name", at)), at);
        if (attrs.has(name)) continue;
        const value = pair.attrs.get("value");
        if (value !== undefined) attrs.set(name, value);
        else if (pair.rest !== null) attrs.set(name, { value: ready(pair.rest), origin: pair.origin });
        else throw new NixError("missingAttribute", "attribute 'value' missing", at);
      }
      return makeAttrs(attrs, at);
    }),
  ],
  [
    "zipAttrsWith",
    native("zipAttrsWith", 2, (machine, [callee, list], at) => {
      const called = expectCallable(machine, callee, at);
      const zipped = new Map<string, Thunk[]>();
      for (const item of expectList(machine, list, at).items) {
        for (const [name, attr] of expectClosedAttrs(machine, item, at).attrs) {
          machine.step();
          const values = zipped.get(name);
          if (values === undefined) zipped.set(name, [attr.value]);
          else values.push(attr.value);
        }
      }
      return attrsOf(
        [...zipped].map(([name, values]) => {
          const args = [ready(makeString(name, at)), ready(makeList(values, at))];
          return [name, new Suspension((inner) => applyAll(inner, called, args, at), null)] as const;
        }),
        at,
      );
    }),
  ],
];

export const attrBuiltins: Builtins = [...reading, ...making];
