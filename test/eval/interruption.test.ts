// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are Nix.
/** Limits: what is too much ends in unknown, and leaves everything as it was for the next try. */
import { expect, test } from "vitest";
import { evaluate } from "../../server/src/eval/core/evaluate.ts";
import type { Machine } from "../../server/src/eval/core/machine.ts";
import { lazy, makeInt, ready } from "../../server/src/eval/core/make.ts";
import { selectAttr } from "../../server/src/eval/core/select.ts";
import { machineOf, run, show } from "../support/eval.ts";

const root = (machine: Machine) => machine.importFile("file:///test.nix", null);

test("endless programs end", () => {
  expect(show("let f = x: f x; in f 1")).toBe("unknown tooDeep");
  expect(show("let f = n: 1 + f (n + 1); in f 0")).toBe("unknown tooDeep");
  expect(show("let f = n: { a = f (n + 1); }; in f 0")).toBe("unknown tooDeep");
  expect(show("let l = n: [ n ] ++ l (n + 1); in l 0")).toBe("unknown tooDeep");
  expect(show("let s = { __functor = s: s; }; in s 1 2")).toBe("unknown tooDeep");
  expect(show("let s = { __toString = s: s; }; in toString s")).toBe("unknown tooDeep");
  const endless =
    "let xs = builtins.genList (x: x) 3000; in builtins.foldl' (a: x: builtins.foldl' (b: y: b + y) a xs) 0 xs";
  expect(show(endless, {}, { limits: { fuel: 100_000 } })).toBe("unknown outOfFuel");
});

test("deep nesting of any kind is too deep, never a crash", () => {
  const limits = { depth: 1_000_000_000 };
  expect(show("let f = n: 1 + f (n + 1); in f 0", {}, { limits })).toBe("unknown tooDeep");
  expect(show(`${"(".repeat(20_000)}1${")".repeat(20_000)}`, {}, { limits })).toMatch(/^(1|unknown)/);
  expect(show(`${"[".repeat(20_000)}1${"]".repeat(20_000)}`, {}, { limits })).toMatch(/^unknown/);
  expect(show(Array.from({ length: 20_000 }, () => "1").join(" + "), {}, { limits })).toMatch(/^(20000|unknown)/);
  const nested = "builtins.foldl' (a: b: [ a ]) [ ] (builtins.genList (x: x) 20000)";
  for (const use of [
    "builtins.deepSeq x 1",
    "builtins.toJSON x",
    "x == y",
    "x < y",
    "toString x",
    "builtins.toXML x",
  ]) {
    expect(show(`let x = ${nested}; y = ${nested}; in ${use}`, {}, { limits })).toBe("unknown tooDeep");
  }
});

test("values that grow too large are unknown", () => {
  const limits = { stringLength: 200_000, listLength: 200_000 };
  const shown = (program: string) => show(program, {}, { limits });
  const grow = (start: string, step: string) =>
    `let f = v: n: if n == 0 then v else f (${step}) (n - 1); in f ${start} 40`;
  expect(shown(`builtins.stringLength (${grow('"ab"', "v + v")})`)).toBe("unknown tooLarge");
  expect(shown(`builtins.stringLength (${grow('"ab"', '"${v}${v}"')})`)).toBe("unknown tooLarge");
  expect(shown(`builtins.stringLength (${grow('"ab"', 'builtins.replaceStrings [ "a" ] [ "aa" ] v')})`)).toBe(
    "unknown tooLarge",
  );
  expect(shown(`builtins.length (${grow("[ 1 ]", "v ++ v")})`)).toBe("unknown tooLarge");
  expect(shown(`builtins.length (${grow("[ 1 ]", "builtins.concatLists [ v v ]")})`)).toBe("unknown tooLarge");
  expect(shown("builtins.length (builtins.genList (x: x) 1000000000000)")).toBe("unknown tooLarge");
});

test("a regular expression that would take for ever is given up", () => {
  const text = "a".repeat(60);
  expect(show(`builtins.match "(a|a)*b" "${text}"`)).toBe("unknown tooLarge");
  expect(show(`builtins.match "(a+)+b" "${text}"`)).toBe("unknown tooLarge");
  expect(show(`builtins.match "(a*)*(b*)*c" "${text}"`)).toBe("unknown tooLarge");
});

test("after running out of fuel the same thunks can be forced again", () => {
  const text = "rec { xs = builtins.genList (x: x) 1000; a = builtins.foldl' (s: x: s + x) 0 xs; b = a + 1; }";
  const machine = machineOf(text, {}, { limits: { fuel: 800 } });
  const b = () => selectAttr(machine, root(machine), "b", null);
  expect(evaluate(machine, b)).toMatchObject({ kind: "unknown", reason: { kind: "outOfFuel" } });
  machine.counters.steps = -1_000_000;
  expect(evaluate(machine, b)).toMatchObject({ kind: "value", value: { value: 499501n } });
});

test("after going too deep too, and the depth is where it was", () => {
  const text =
    "let f = n: if n == 0 then 0 else 1 + f (n - 1); in { deep = f 5000; flat = f 10; both = [ (f 5000) ]; }";
  const machine = machineOf(text);
  const attr = (name: string) =>
    evaluate(machine, () => selectAttr(machine, root(machine), name, null), { strict: true });
  for (let turn = 0; turn < 3; turn++) {
    expect(attr("deep")).toMatchObject({ kind: "unknown", reason: { kind: "tooDeep" } });
    expect(attr("both")).toMatchObject({ kind: "unknown", reason: { kind: "tooDeep" } });
    expect(attr("flat")).toMatchObject({ kind: "value", value: { value: 10n } });
    expect(machine.depth).toBe(0);
  }
});

test("cancelling ends it and nothing is lost", () => {
  let cancelled = false;
  const text = "builtins.foldl' (s: x: s + x) 0 (builtins.genList (x: x) 20000)";
  const machine = machineOf(text, {}, { cancelled: () => cancelled });
  cancelled = true;
  expect(evaluate(machine, () => root(machine))).toMatchObject({ kind: "unknown", reason: { kind: "cancelled" } });
  cancelled = false;
  expect(evaluate(machine, () => root(machine))).toMatchObject({ kind: "value", value: { value: 199990000n } });
});

test("a thunk is computed once, and an error is remembered", () => {
  const machine = machineOf("1");
  let computed = 0;
  const thunk = lazy(() => {
    computed++;
    return makeInt(computed);
  });
  expect(thunk.peek()).toBeNull();
  expect(evaluate(machine, thunk)).toMatchObject({ value: { value: 1n } });
  expect(evaluate(machine, thunk)).toMatchObject({ value: { value: 1n } });
  expect(computed).toBe(1);
  const text = 'let x = throw "once"; in [ (builtins.tryEval x).success (builtins.tryEval x).success ]';
  expect(show(text)).toBe("[ false false ]");
  const self = lazy((inner) => self.force(inner));
  expect(evaluate(machine, self)).toMatchObject({ kind: "error", error: { kind: "infiniteRecursion" } });
  expect(ready(makeInt(1)).peek()).toMatchObject({ value: 1n });
});

test("a fault of ours becomes an unknown that says so", () => {
  const machine = machineOf("1");
  const outcome = evaluate(machine, () => {
    throw new TypeError("oops");
  });
  expect(outcome).toMatchObject({ kind: "unknown", reason: { kind: "notModelled" } });
  expect(run("1")).toMatchObject({ kind: "value" });
});
