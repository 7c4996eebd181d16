// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are Nix.
/** What the layers above use: natives, calling functions, printing, rendering, origins, text. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../server/src/eval/core/evaluate.ts";
import { expectInt } from "../../server/src/eval/core/expect.ts";
import { callWithFormals, functionFormals } from "../../server/src/eval/core/functions.ts";
import { lazy, makeInt, makeString, ready } from "../../server/src/eval/core/make.ts";
import { compareNames } from "../../server/src/eval/core/names.ts";
import { native } from "../../server/src/eval/core/native.ts";
import { formatGeneral } from "../../server/src/eval/core/number.ts";
import { byteLength, byteSlice, joinTexts } from "../../server/src/eval/core/text.ts";
import type { Value } from "../../server/src/eval/core/value.ts";
import { printJson } from "../../server/src/eval/print/printJson.ts";
import { describeUnknown, renderValue } from "../../server/src/eval/print/render.ts";
import { machineOf, run } from "../support/eval.ts";

const machine = machineOf("1");

function forced(text: string): Value {
  const outcome = run(text, {}, { lazily: true });
  if (outcome.kind !== "value") throw new Error(`${text} has no value`);
  return outcome.value;
}

test("a native takes its arguments one at a time and reads them when it wants", () => {
  const choose = native("choose", 3, (inner, [which, first, second], at) =>
    expectInt(inner, which, at) === 0n ? first.force(inner) : second.force(inner),
  );
  const partial = machine.apply(choose, ready(makeInt(0)), null);
  expect(partial).toMatchObject({ type: "function", primitive: "partial" });
  const never = lazy(() => {
    throw new Error("not needed");
  });
  const applied = machine.apply(machine.apply(partial, ready(makeInt(5)), null), never, null);
  expect(applied).toMatchObject({ value: 5n });
  const wrong = evaluate(machine, () => {
    const two = machine.apply(machine.apply(choose, ready(makeString("x")), null), never, null);
    return machine.apply(two, never, null);
  });
  expect(wrong).toMatchObject({ kind: "error", error: { kind: "type" } });
});

test("a module is called with what it asks for", () => {
  const asked: string[] = [];
  const supply = (name: string) => {
    asked.push(name);
    return name === "known" ? ready(makeInt(2)) : null;
  };
  const call = (text: string) =>
    callWithFormals(machine, forced(text), new Map([["lib", ready(makeInt(1))]]), supply, null);
  expect(call("{ lib, known, optional ? 3, ... }: lib + known + optional")).toMatchObject({ value: 6n });
  expect(asked).toEqual(["known", "optional"]);
  expect(call("args@{ known, ... }: builtins.length (builtins.attrNames args)")).toMatchObject({ value: 2n });
  const functor = "{ __functor = self: { known, ... }: known; __functionArgs = { known = false; }; }";
  expect(call(functor)).toMatchObject({ value: 2n });
  expect([...(functionFormals(machine, forced("{ a, b ? 1 }: a")) ?? [])]).toEqual([
    ["a", false],
    ["b", true],
  ]);
  expect(functionFormals(machine, forced("x: x"))).toBeNull();
});

describe("renders for people", () => {
  const cases: [string, string | null][] = [
    ["1", "1"],
    ['"a"', '"a"'],
    ["{ }", "{ }"],
    ["{ b = 1; a.c = [ 1 2 ]; }", "{ a = { c = [ 1 2 ]; }; b = 1; }"],
    ['{ a = throw "x"; }', "{ a = …; }"],
    ["x: x", "«function»"],
    ["{ a.b.c.d.e.f = 1; }", "{ a = { b = { c = { d = { … }; }; }; }; }"],
    ["let x = { y = x; }; in x", "{ y = { y = { y = { y = { … }; }; }; }; }"],
    ["<pkgs>", null],
    ["[ <pkgs> ]", "[ … ]"],
    ["./a/b", "/a/b"],
  ];
  for (const [text, expected] of cases) {
    test(text, () => {
      const outcome = run(text, {}, { lazily: true });
      expect(outcome.kind === "value" ? renderValue(machine, outcome.value) : null).toBe(expected);
    });
  }

  test("within bounds", () => {
    const long = renderValue(machine, forced("builtins.genList (x: x) 100000"), 40) ?? "";
    expect(long.length).toBeLessThan(60);
    expect(long.endsWith("… ]")).toBe(true);
    const text =
      renderValue(machine, forced('builtins.concatStringsSep "" (builtins.genList (x: "ab") 1000)'), 20) ?? "";
    expect(text.length).toBeLessThan(30);
  });

  test("says why not", () => {
    expect(describeUnknown({ kind: "pkgs", path: ["hello"] })).toBe("it depends on pkgs.hello");
  });
});

test("JSON of a value, as the command line prints it", () => {
  const value = forced('{ b = [ 1 2.5 null true "x\\n" ]; a = { }; }');
  expect(printJson(machine, value, null).text).toBe('{"a":{},"b":[1,2.5,null,true,"x\\n"]}');
});

test("every value says which node made it", () => {
  for (const text of [
    "1",
    '"a"',
    '"a${"b"}"',
    "[ 1 ]",
    "{ a = 1; }",
    "x: x",
    "1 + 1",
    "1 == 1",
    "./a",
    "map (x: x) [ 1 ]",
  ]) {
    expect(forced(text).origin, text).not.toBeNull();
  }
  const set = forced("{ a.b = 1; inherit ({ c = 2; }) c; }");
  if (set.type !== "attrs") throw new Error("no set");
  expect(set.attrs.get("a")?.origin?.kind).toBe("binding");
  expect(set.attrs.get("c")?.origin?.kind).toBe("inheritName");
});

describe("text by bytes", () => {
  const bytes = (text: string) => Buffer.from(text, "utf8");
  const anyText = fc.string({ unit: fc.constantFrom("a", "z", "é", "日", "😀", "￿", "\u{10000}", "\0") });

  test("lengths and order are those of UTF-8", () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        expect(byteLength(left)).toBe(bytes(left).length);
        expect(Math.sign(compareNames(left, right))).toBe(Buffer.compare(bytes(left), bytes(right)));
      }),
    );
  });

  test("cutting anywhere and joining again loses nothing", () => {
    fc.assert(
      fc.property(anyText, fc.nat(12), fc.nat(12), (text, first, second) => {
        const parts = [byteSlice(text, 0, first), byteSlice(text, first, second), byteSlice(text, first + second, 99)];
        expect(joinTexts(parts, "")).toBe(text);
        expect(parts.reduce((sum, part) => sum + byteLength(part), 0)).toBe(bytes(text).length);
      }),
    );
  });
});

test("six digits are C's six digits", () => {
  const cases: [number, string][] = [
    [0.1 + 0.2, "0.3"],
    [100000.5, "100000"],
    [100001.5, "100002"],
    [999999.5, "1e+06"],
    [1e-5, "1e-05"],
    [123456789, "1.23457e+08"],
    [-0.0001, "-0.0001"],
    [1e100, "1e+100"],
  ];
  for (const [value, text] of cases) expect(formatGeneral(value)).toBe(text);
});
