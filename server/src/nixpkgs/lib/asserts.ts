/** `lib.asserts`, `lib.versions` and `lib.debug`: checks with messages, parts of versions, tracing and unit tests. */
import { splitVersion } from "../../eval/builtins/versions.ts";
import { equalThunks } from "../../eval/core/compare.ts";
import { forceDeep } from "../../eval/core/deep.ts";
import { NixError } from "../../eval/core/errors.ts";
import {
  expectBool,
  expectClosedAttrs,
  expectInt,
  expectKnown,
  expectList,
  expectString,
} from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeBool, makeList, makeString, ready } from "../../eval/core/make.ts";
import { sortedAttrs } from "../../eval/core/names.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { pretty } from "./generators/pretty.ts";
import { includes } from "./lists/listSets.ts";
import { booleanThunk, call, fail, textThunk } from "./support/calls.ts";
import { field, optionalField, record } from "./support/records.ts";
import { fn, table } from "./support/table.ts";
import { interpolated } from "./support/texts.ts";

export const asserts = table(
  fn(
    "assertMsg",
    2,
    "Bool -> String -> Bool",
    "True, or a failure with a message: for `assert`.",
    (machine, [condition, message], at) =>
      expectBool(machine, condition, at) ? makeBool(true, at) : fail(expectString(machine, message, at), at),
  ),
  fn(
    "assertOneOf",
    3,
    "String -> a -> [a] -> Bool",
    "True if a value is one of those allowed, else a failure that names them.",
    (machine, [name, value, allowed], at) => {
      if (includes(machine, value, expectList(machine, allowed, at).items)) return makeBool(true, at);
      const what = expectString(machine, name, at);
      return fail(
        `${what} must be one of ${pretty(machine, allowed, {}, at)}, but is: ${pretty(machine, value, {}, at)}`,
        at,
      );
    },
  ),
  fn(
    "assertEachOneOf",
    3,
    "String -> [a] -> [a] -> Bool",
    "`assertOneOf` for every element of a list.",
    (machine, [name, values, allowed], at) => {
      const { items } = expectList(machine, allowed, at);
      if (expectList(machine, values, at).items.every((value) => includes(machine, value, items)))
        return makeBool(true, at);
      const what = expectString(machine, name, at);
      return fail(
        `each element in ${what} must be one of ${pretty(machine, allowed, {}, at)}, but is: ${pretty(machine, values, {}, at)}`,
        at,
      );
    },
  ),
  fn(
    "checkAssertWarn",
    3,
    "[{ assertion, message }] -> [String] -> a -> a",
    "Fails with the messages of all assertions that do not hold, prints warnings, and gives the value.",
    (machine, [assertions, , value], at) => {
      const failed = expectList(machine, assertions, at).items.filter(
        (item) => !expectBool(machine, field(machine, item, "assertion", at), at),
      );
      if (failed.length === 0) return value.force(machine);
      const messages = failed.map(
        (item) => `- ${interpolated(machine, field(machine, item, "message", at), at).value}`,
      );
      return fail(`\nFailed assertions:\n${messages.join("\n")}`, at);
    },
  ),
);

function component(name: string, index: number, summary: string) {
  return fn(name, 1, "String -> String", summary, (machine, [version], at) => {
    const found = splitVersion(expectString(machine, version, at))[index];
    if (found === undefined) throw new NixError("evaluation", `list index ${index} is out of bounds`, at);
    return makeString(found, at);
  });
}

export const versions = table(
  component("major", 0, "The first component of a version."),
  component("minor", 1, "The second component of a version."),
  component("patch", 2, "The third component of a version."),
  fn("majorMinor", 1, "String -> String", "The first two components of a version.", (machine, [version], at) =>
    makeString(
      splitVersion(expectString(machine, version, at))
        .slice(0, 2)
        .join("."),
      at,
    ),
  ),
  fn(
    "pad",
    2,
    "Int -> String -> String",
    "A version with `.0` added until it has `n` components.",
    (machine, [count, version], at) => {
      const wanted = Number(expectInt(machine, count, at));
      const whole = expectString(machine, version, at);
      const numeric = whole.split("-", 1)[0] ?? "";
      const components = [...splitVersion(numeric), ...new Array<string>(Math.max(0, wanted)).fill("0")];
      return makeString(components.slice(0, Math.max(0, wanted)).join(".") + whole.slice(numeric.length), at);
    },
  ),
);

/** The tests of `runTests` that do not give what they should. */
function failures(machine: Machine, tests: Thunk, at: Origin): Value {
  const chosen = optionalField(machine, tests, "tests");
  const names =
    chosen === null ? null : expectList(machine, chosen, at).items.map((name) => expectString(machine, name, at));
  const failed: Thunk[] = [];
  for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, tests, at))) {
    machine.step();
    const runs = names === null || names.length === 0 ? name.startsWith("test") : names.includes(name);
    if (!runs) continue;
    const expression = lazy((inner) => field(inner, attr.value, "expr", at).force(inner));
    const expected = lazy((inner) => field(inner, attr.value, "expected", at).force(inner));
    if (equalThunks(machine, expression, expected)) continue;
    failed.push(ready(record({ name: textThunk(name), expected, result: expression }, at)));
  }
  return makeList(failed, at);
}

export const debug = table(
  fn(
    "traceIf",
    3,
    "Bool -> String -> a -> a",
    "Prints a message if the condition is true, and gives the value.",
    (machine, [condition, , value], at) => {
      expectBool(machine, condition, at);
      return value.force(machine);
    },
  ),
  fn("traceVal", 1, "a -> a", "Prints a value and gives it.", (machine, [value]) => value.force(machine)),
  fn(
    "traceValFn",
    2,
    "(a -> b) -> a -> a",
    "Prints what a function gives for a value, and gives the value.",
    (machine, [, value]) => value.force(machine),
  ),
  fn(
    "traceSeq",
    2,
    "a -> b -> b",
    "Prints the first value, computed in full, and gives the second.",
    (machine, [first, second]) => {
      forceDeep(machine, first.force(machine));
      return second.force(machine);
    },
  ),
  fn(
    "traceSeqN",
    3,
    "Int -> a -> b -> b",
    "Prints the first value to a depth, and gives the second.",
    (machine, [, , value]) => value.force(machine),
  ),
  fn("traceValSeq", 1, "a -> a", "Computes a value in full, prints it and gives it.", (machine, [value]) => {
    forceDeep(machine, value.force(machine));
    return value.force(machine);
  }),
  fn(
    "traceValSeqFn",
    2,
    "(a -> b) -> a -> a",
    "`traceValFn` that computes the value in full first.",
    (machine, [, value]) => {
      forceDeep(machine, value.force(machine));
      return value.force(machine);
    },
  ),
  fn("traceValSeqN", 2, "Int -> a -> a", "Prints a value to a depth and gives it.", (machine, [, value]) =>
    value.force(machine),
  ),
  fn(
    "traceValSeqNFn",
    3,
    "(a -> b) -> Int -> a -> a",
    "Prints what a function gives for a value, to a depth, and gives the value.",
    (machine, [, , value]) => value.force(machine),
  ),
  fn(
    "traceFnSeqN",
    4,
    "Int -> String -> (a -> b) -> a -> b",
    "Calls a function and prints what it got and gave.",
    (machine, [, , f, value], at) => call(machine, f, at, value),
  ),
  fn(
    "runTests",
    1,
    "{ test…: { expr, expected } } -> [{ name, expected, result }]",
    "The tests that do not give what they should.",
    (machine, [tests], at) => failures(machine, tests, at),
  ),
  fn(
    "throwTestFailures",
    1,
    "{ failures, description ? } -> null",
    "Fails when a list of `runTests` is not empty.",
    (machine, [options], at) => {
      const failed = expectList(machine, field(machine, options, "failures", at), at).items;
      if (failed.length === 0) return { type: "null", origin: at };
      return fail(`${failed.length} tests failed`, at);
    },
  ),
  fn("testAllTrue", 1, "[Bool] -> { expr, expected }", "A test that all elements are true.", (machine, [list], at) => {
    const expected = lazy((inner) =>
      makeList(
        expectList(inner, list, at).items.map(() => booleanThunk(true)),
        at,
      ),
    );
    expectKnown(machine, list);
    return record({ expr: list, expected }, at);
  }),
);
