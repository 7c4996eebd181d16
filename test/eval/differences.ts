/** Where a Nix and ours differ on purpose: programs, and why. Everything else must agree. */
import type { Judge } from "../support/oracle.ts";

/** Where no Nix agrees. */
const LASTING: ReadonlyMap<string, string> = new Map([
  ["1.0e308 * 10 - 1.0e308 * 10", "the sign of not-a-number is lost in JavaScript"],
  ["import ./selfCycle.nix", "Nix runs until its stack is full; we see that the file is being evaluated"],
]);

/** What 2.8, which Debian's stable release has, does otherwise than the Nix whose language is ours. */
const OLDER: ReadonlyMap<string, string> = new Map([
  [
    'let x = "b"; in { a = { c = 1; }; a = { ${x} = 2; }; }',
    "2.8 forgets dynamic attributes of the second set, newer ones keep them",
  ],
  ["{ a = { b.c = 1; }; a = { b.d = 2; }; }", "before 2.26 only the sets of one level are merged"],
  ["9223372036854775807 + 1", "integers wrapped around before 2.25"],
  ["-9223372036854775807 - 2", "integers wrapped around before 2.25"],
  ["9223372036854775807 * 2", "integers wrapped around before 2.25"],
  ["let f = n: if n == 0 then 1 else n * f (n - 1); in f 25", "integers wrapped around before 2.25"],
  ["0 - (-9223372036854775807 - 1)", "integers wrapped around before 2.25"],
  ["-(-9223372036854775807 - 1)", "integers wrapped around before 2.25"],
  ["3037000500 * 3037000500", "integers wrapped around before 2.25"],
  ['builtins.fromJSON "18446744073709551615"', "the bits of a larger number were taken for a negative one"],
  ['builtins.fromTOML "a = -9223372036854775809"', "smaller numbers became the least integer"],
  [
    "builtins.toJSON [ 0.1 1.5 100.0 1.0e14 1.0e15 1.0e16 1.0e-4 1.0e-5 123456789.123 2.5e300 (-0.5) ]",
    "numbers were written as text shows them, with six digits",
  ],
  ['builtins.fromJSON "9223372036854775808"', "the bits of a larger number were taken for a negative one"],
  ['builtins.fromTOML "a = 9223372036854775808"', "larger numbers became the greatest integer"],
  ['builtins.replaceStrings [ "x" ] [ (throw "unneeded?") ] "abc"', "every replacement was forced"],
  ["builtins.filter 1 [ ]", "the function was looked at even for an empty list"],
  ['builtins.sort (throw "x") [ ]', "the function was looked at even for an empty list"],
  [
    'builtins.genericClosure { startSet = [ ]; operator = throw "x"; }',
    "the function was looked at even for an empty list",
  ],
  ["builtins.genericClosure { startSet = [ { } ]; operator = x: [ ]; }", "a missing key had an error of its own"],
  ["builtins.length (map 1 [ 2 ])", "the function was not looked at before an element was"],
  ['builtins.length (builtins.genList (throw "x") 3)', "the function was not looked at before an element was"],
  ['builtins.genList (throw "x") 0', "the function was not looked at before an element was"],
  ['1 // (throw "x")', "the left side was looked at first"],
  ['(throw "x") // 1', "the left side was looked at first"],
  ['builtins.toJSON (builtins.substring 0 1 "é")', "bytes that are no text were written as they are"],
  ['builtins.toJSON { ${builtins.substring 1 1 "é"} = 1; }', "bytes that are no text were written as they are"],
  ['builtins.toFile ".." "x"', "names of one or two dots were taken"],
  [
    '(derivation { name = "a"; system = "s"; builder = "/b"; outputs = [ "drv" ]; }).outPath',
    "an output could not be called drv",
  ],
  [
    '(derivation { name = "a"; system = "s"; builder = "/b"; outputs = [ "drvPath" ]; }).outPath',
    "an output could be called drvPath",
  ],
  ["builtins.toJSON 1.0", "numbers were written as text shows them, with six digits"],
  ["builtins.toJSON 3.14159265358979", "numbers were written as text shows them, with six digits"],
]);

/** Why a program is not put before this judge; `undefined`: it must agree. */
export function differenceOf(program: string, judge: Judge): string | undefined {
  return LASTING.get(program) ?? (judge.name === "installed" ? OLDER.get(program) : undefined);
}

/** Why we may not know what Nix knows: its store, its machine, or a pattern beyond the matcher. */
export const ALLOWED_UNKNOWNS: ReadonlySet<string> = new Set([
  "impure: the store path of a file",
  "notModelled: regular expression: a named character in brackets",
  "notModelled: regular expression: a pattern with other than ASCII text",
]);
