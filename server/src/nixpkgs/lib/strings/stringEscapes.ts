/** `lib.strings`: quoting text for other languages and programs. */
import { replace } from "../../../eval/builtins/strings.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { NixError } from "../../../eval/core/errors.ts";
import {
  expectClosedAttrs,
  expectKnown,
  expectList,
  expectString,
  expectStringValue,
} from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeBool, makeInt, makeString } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { fail } from "../support/calls.ts";
import { escapeIdentifier, escapeRegex, escapeUrl, escapeXml, nixString, shellWord } from "../support/escapes.ts";
import { fn, table } from "../support/table.ts";
import { isStringLike, shown, withContext } from "../support/texts.ts";

/** `escape list string`: a replacement before or instead of each listed text. */
function escapeListed(
  machine: Machine,
  list: Thunk,
  value: Thunk,
  escaped: (item: string) => string,
  at: Origin,
): Value {
  const items = expectList(machine, list, at).items.map((item) => expectString(machine, item, at));
  const replacementOf = (index: number) => makeString(escaped(items[index] ?? ""));
  return replace(machine, items, replacementOf, expectStringValue(machine, value, at), at);
}

/** The code of a printable ASCII character, a tab or the end of a line; of nothing else, as in nixpkgs. */
function codeOf(character: string, at: Origin): number {
  if (/^[\t\n\r -~]$/.test(character)) return character.charCodeAt(0);
  throw new NixError("missingAttribute", `attribute '${character}' missing`, at);
}

/** `escapeShellArg`: one word for a shell, with the context of what it shows. */
export function shellArgument(machine: Machine, value: Thunk, at: Origin): StringValue {
  const read = shown(machine, value, at);
  return withContext(read, shellWord(read.value), at);
}

function shellArguments(machine: Machine, items: readonly Thunk[], at: Origin): StringValue {
  return joinStrings(
    machine,
    items.map((item) => shellArgument(machine, item, at)),
    " ",
    at,
  );
}

function isPosixName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

/** `name=value` in the syntax of bash: text, an array of a list, an associative array of a set. */
function shellVariable(machine: Machine, name: string, value: Thunk, at: Origin): StringValue {
  if (!isPosixName(name)) fail(`toShellVar: ${name} is not a valid shell variable name`, at);
  const known = expectKnown(machine, value);
  if (known.type === "list") {
    return joinStrings(machine, [`declare -a ${name}=(`, shellArguments(machine, known.items, at), ")"], "", at);
  }
  if (known.type !== "attrs" || isStringLike(known)) {
    return joinStrings(machine, [`${name}=`, shellArgument(machine, value, at)], "", at);
  }
  const entries = sortedAttrs(expectClosedAttrs(machine, value, at)).map(([key, attr]) =>
    joinStrings(machine, [`[${shellWord(key)}]=`, shellArgument(machine, attr.value, at)], "", at),
  );
  return joinStrings(machine, [`declare -A ${name}=(`, joinStrings(machine, entries, " ", at), ")"], "", at);
}

/** A function of one string that maps its text. */
function escaping(name: string, summary: string, escaped: (value: string) => string) {
  return fn(name, 1, "String -> String", summary, (machine, [value], at) => {
    const read = expectStringValue(machine, value, at);
    return withContext(read, escaped(read.value), at);
  });
}

export const stringEscapes = table(
  fn(
    "escape",
    2,
    "[String] -> String -> String",
    "Puts a backslash before each of the listed strings.",
    (machine, [list, value], at) => escapeListed(machine, list, value, (item) => `\\${item}`, at),
  ),
  fn(
    "escapeC",
    2,
    "[String] -> String -> String",
    "Writes the listed characters as `\\xHH`.",
    (machine, [list, value], at) =>
      escapeListed(machine, list, value, (item) => `\\x${codeOf(item, at).toString(16).padStart(2, "0")}`, at),
  ),
  fn("charToInt", 1, "String -> Int", "The code of an ASCII character.", (machine, [character], at) =>
    makeInt(codeOf(expectString(machine, character, at), at), at),
  ),
  escaping("escapeURL", "Percent-encodes a string for a URL.", escapeUrl),
  escaping("escapeRegex", "Escapes what has a meaning in regular expressions.", escapeRegex),
  escaping("escapeXML", "Escapes `\"`, `'`, `<`, `>` and `&` for XML.", escapeXml),
  escaping("escapeNixString", "The string as a string literal of Nix.", nixString),
  escaping("escapeNixIdentifier", "The string as an attribute name of Nix, quoted where needed.", escapeIdentifier),
  fn(
    "escapeShellArg",
    1,
    "a -> String",
    "The value as one word for a shell, quoted where needed.",
    (machine, [value], at) => shellArgument(machine, value, at),
  ),
  fn(
    "escapeShellArgs",
    1,
    "[a] -> String",
    "The values as words for a shell, separated by spaces.",
    (machine, [list], at) => shellArguments(machine, expectList(machine, list, at).items, at),
  ),
  fn(
    "isValidPosixName",
    1,
    "String -> Bool",
    "Whether a name may be a variable of a POSIX shell.",
    (machine, [name], at) => makeBool(isPosixName(expectString(machine, name, at)), at),
  ),
  fn(
    "toShellVar",
    2,
    "String -> a -> String",
    "A bash declaration of a variable: text, an array or an associative array.",
    (machine, [name, value], at) => shellVariable(machine, expectString(machine, name, at), value, at),
  ),
  fn(
    "toShellVars",
    1,
    "AttrSet -> String",
    "Bash declarations of a set's attributes, one a line.",
    (machine, [set], at) => {
      const entries = sortedAttrs(expectClosedAttrs(machine, set, at));
      return joinStrings(
        machine,
        entries.map(([name, attr]) => shellVariable(machine, name, attr.value, at)),
        "\n",
        at,
      );
    },
  ),
);
