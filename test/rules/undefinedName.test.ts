/** `undefined-name`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedText } from "../support/checkFix.ts";
import { codesOf } from "../support/syntax.ts";

describe("undefined-name", () => {
  test("a name that nothing supplies", () =>
    checkDiagnostics(`
{ lib, ... }:
{
  a = lib.mkIf cond { };
#              ^^^^ error[undefined-name]: The name cond is not defined here.
  b = x: y: x;
  inherit (lib) mkIf;
  inherit other;
#         ^^^^^ error[undefined-name]: The name other is not defined here.
}
`));

  test("names that may be there are left alone", () => {
    for (const text of [
      "{ pkgs, ... }: with pkgs; [ hello ]",
      "let a = b; b = 1; in a",
      "rec { a = b; b = 1; }",
      "{ a, b ? a }@args: args.a",
      "x@{ ... }: x",
      "[ true false null builtins import map toString throw abort baseNameOf derivation removeAttrs __add ]",
      "let inherit (builtins) length; in length",
      "let f = x: f x; in f",
      "let { body = a; a = 1; }",
    ]) {
      expect(codesOf(text), text).toEqual([]);
    }
  });

  test("a set that is not recursive, and inherit in one that is, do not see themselves", () => {
    expect(codesOf("{ a = 1; b = a; }")).toEqual(["undefined-name"]);
    expect(codesOf("rec { inherit a; }")).toEqual(["undefined-name"]);
    expect(codesOf("{ a ? b }: a b")).toEqual(["undefined-name", "undefined-name"]);
  });

  test("its fixes: the nearest name, lib., one more argument", async () => {
    expect(await fixedText("{ config, lib, ... }:\nconfg\n")).toEqual({
      "Write config": "{ config, lib, ... }:\nconfig\n",
      "Add confg to the function's arguments": "{ confg, config, lib, ... }:\nconfg\n",
    });
    expect(await fixedText("{\n  lib,\n  ...\n}:\n[ (mkIf true { }) ]\n")).toMatchObject({
      "Write lib.mkIf": "{\n  lib,\n  ...\n}:\n[ (lib.mkIf true { }) ]\n",
      "Add mkIf to the function's arguments": "{\n  mkIf,\n  lib,\n  ...\n}:\n[ (mkIf true { }) ]\n",
    });
  });

  test("silent in a file that does not parse", () => {
    expect(codesOf("{ a = foo bar }")).toEqual(["syntax-error"]);
  });
});
