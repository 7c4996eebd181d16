/** `lib.cli`: sets as command line arguments. */

import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { expectBool, expectClosedAttrs, expectKnown, expectList } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeList, makeString, ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import { byteLength } from "../../../eval/core/text.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { shellArgument } from "../strings/stringEscapes.ts";
import { call, fail, textThunk } from "../support/calls.ts";
import { formals, required } from "../support/records.ts";
import { fn, table } from "../support/table.ts";
import { interpolated } from "../support/texts.ts";
import { valueString } from "./keyValues.ts";

/** How one option is written. */
interface Format {
  readonly option: string;
  /** `null`: the argument is a word of its own. */
  readonly separator: string | null;
  /** Booleans are arguments as any other, not switches. */
  readonly explicitBool: boolean;
  readonly formatArgument: Thunk | null;
}

type FormatOf = (machine: Machine, name: string) => Format;

function shownArgument(machine: Machine, format: Thunk | null, value: Thunk, at: Origin): StringValue {
  if (format === null) return valueString(machine, value, at);
  return interpolated(machine, ready(call(machine, format, at, value)), at);
}

function render(machine: Machine, format: Format, value: Thunk, at: Origin): StringValue[] {
  const known = expectKnown(machine, value);
  if (known.type === "null") return [];
  if (known.type === "bool" && !format.explicitBool) return known.value ? [makeString(format.option, at)] : [];
  const argument = shownArgument(machine, format.formatArgument, value, at);
  if (format.separator === null) return [makeString(format.option, at), argument];
  return [joinStrings(machine, [format.option, format.separator, argument], "", at)];
}

/** All options of a set, those with lists once for each element. */
function commandLine(machine: Machine, formatOf: FormatOf, options: Thunk, at: Origin): StringValue[] {
  return sortedAttrs(expectClosedAttrs(machine, options, at)).flatMap(([name, attr]) => {
    const known = expectKnown(machine, attr.value);
    if (name === "") fail("lib.cli.toCommandLine only accepts non-empty option names", at);
    const items = known.type === "list" ? known.items : [attr.value];
    return items.flatMap((item) => render(machine, formatOf(machine, name), item, at));
  });
}

/** The format that a function of the user's gives for a name. */
function customFormat(f: Thunk, at: Origin): FormatOf {
  return (machine, name) => {
    const given = ready(call(machine, f, at, textThunk(name)));
    const field = formals(machine, "optionFormat", given, ["option", "sep", "explicitBool", "formatArg"], at);
    const separator = required(field("sep"), "optionFormat", "sep", at);
    return {
      option: interpolated(machine, required(field("option"), "optionFormat", "option", at), at).value,
      separator: expectKnown(machine, separator).type === "null" ? null : interpolated(machine, separator, at).value,
      explicitBool: expectBool(machine, required(field("explicitBool"), "optionFormat", "explicitBool", at), at),
      formatArgument: field("formatArg"),
    };
  };
}

/** GNU's format: `-x` and `--long=value`. */
function gnuFormat(machine: Machine, given: Thunk, at: Origin): FormatOf {
  const option = formals(machine, "toCommandLineGNU", given, ["isLong", "explicitBool", "formatArg"], at);
  const isLong = option("isLong");
  const explicit = option("explicitBool");
  return (inner, name) => {
    const long =
      isLong === null ? byteLength(name) > 1 : expectBool(inner, ready(call(inner, isLong, at, textThunk(name))), at);
    return {
      option: long ? `--${name}` : `-${name}`,
      separator: long ? "=" : "",
      explicitBool: explicit !== null && expectBool(inner, explicit, at),
      formatArgument: option("formatArg"),
    };
  };
}

const OLD_OPTIONS = ["mkOptionName", "mkBool", "mkList", "mkOption", "optionValueSeparator"] as const;

/** `toGNUCommandLine`: every part of the format may be a function of the user's. */
function oldCommandLine(machine: Machine, given: Thunk, options: Thunk, at: Origin): readonly Thunk[] {
  const custom = formals(machine, "toGNUCommandLine", given, OLD_OPTIONS, at);
  const words = (f: Thunk, name: string, value: Thunk) =>
    expectList(machine, ready(call(machine, f, at, textThunk(name), value)), at).items;
  const nameOf = (name: string): Value => {
    const f = custom("mkOptionName");
    if (f !== null) return call(machine, f, at, textThunk(name));
    return makeString(byteLength(name) === 1 ? `-${name}` : `--${name}`, at);
  };
  const one = (name: string, value: Thunk): readonly Thunk[] => {
    const f = custom("mkOption");
    if (f !== null) return words(f, name, value);
    if (expectKnown(machine, value).type === "null") return [];
    const separator = custom("optionValueSeparator");
    const option = ready(nameOf(name));
    const argument = valueString(machine, value, at);
    if (separator === null || expectKnown(machine, separator).type === "null") return [option, ready(argument)];
    const pieces = [interpolated(machine, option, at), interpolated(machine, separator, at), argument];
    return [ready(joinStrings(machine, pieces, "", at))];
  };
  return sortedAttrs(expectClosedAttrs(machine, options, at)).flatMap(([name, attr]) => {
    const known = expectKnown(machine, attr.value);
    const f = known.type === "bool" ? custom("mkBool") : known.type === "list" ? custom("mkList") : null;
    if (f !== null) return words(f, name, attr.value);
    if (known.type === "bool") return known.value ? [ready(nameOf(name))] : [];
    return known.type === "list" ? known.items.flatMap((item) => one(name, item)) : one(name, attr.value);
  });
}

function wordList(words: readonly StringValue[], at: Origin): Value {
  return makeList(words.map(ready), at);
}

function shellWords(machine: Machine, words: readonly Thunk[], at: Origin): Value {
  return joinStrings(
    machine,
    words.map((word) => shellArgument(machine, word, at)),
    " ",
    at,
  );
}

export const cli = table(
  fn(
    "toCommandLine",
    2,
    "(String -> { option, sep, explicitBool, formatArg ? }) -> AttrSet -> [String]",
    "Arguments of a command for each attribute, in a format of one's own.",
    (machine, [format, options], at) => wordList(commandLine(machine, customFormat(format, at), options, at), at),
  ),
  fn(
    "toCommandLineShell",
    2,
    "(String -> { option, sep, explicitBool, formatArg ? }) -> AttrSet -> String",
    "`toCommandLine` as one string for a shell.",
    (machine, [format, options], at) =>
      shellWords(machine, commandLine(machine, customFormat(format, at), options, at).map(ready), at),
  ),
  fn(
    "toCommandLineGNU",
    2,
    "{ isLong ?, explicitBool ?, formatArg ? } -> AttrSet -> [String]",
    "Arguments of a command as GNU programs take them.",
    (machine, [given, options], at) => wordList(commandLine(machine, gnuFormat(machine, given, at), options, at), at),
  ),
  fn(
    "toCommandLineShellGNU",
    2,
    "{ isLong ?, explicitBool ?, formatArg ? } -> AttrSet -> String",
    "`toCommandLineGNU` as one string for a shell.",
    (machine, [given, options], at) =>
      shellWords(machine, commandLine(machine, gnuFormat(machine, given, at), options, at).map(ready), at),
  ),
  fn(
    "toGNUCommandLine",
    2,
    "{ mkOptionName ?, mkBool ?, mkList ?, mkOption ?, optionValueSeparator ? } -> AttrSet -> [String]",
    "Arguments of a command for each attribute; `toCommandLineGNU` replaces it.",
    (machine, [given, options], at) => makeList(oldCommandLine(machine, given, options, at), at),
  ),
  fn(
    "toGNUCommandLineShell",
    2,
    "{ … } -> AttrSet -> String",
    "`toGNUCommandLine` as one string for a shell.",
    (machine, [given, options], at) => shellWords(machine, oldCommandLine(machine, given, options, at), at),
  ),
);
