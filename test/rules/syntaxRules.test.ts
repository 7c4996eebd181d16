import { describe, expect, test } from "vitest";
import { checkSyntax } from "../../server/src/rules/syntaxRules.ts";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";
import { parseNix } from "../support/syntax.ts";

/** The texts after each fix, by the fix's title. */
async function fixed(text: string): Promise<Record<string, string>> {
  const uri = "file:///test.nix";
  const trials = await checkFixes(new Map([[uri, text]]));
  return Object.fromEntries(trials.map(({ title, files }) => [title, files.get(uri) ?? ""]));
}

const codesOf = (text: string): string[] => checkSyntax(parseNix(text)).map(({ code }) => code);

describe("syntax-error", () => {
  test("a missing semicolon, at the end of the value before it", () =>
    checkDiagnostics(`
{
  a = 1
#     ^ error[syntax-error]: expected \`;\` after this value
  b = 2;
}
`));

  test("an unclosed brace, at the brace", () =>
    checkDiagnostics(`
{
  a = {
#     ^ error[syntax-error]: this \`{\` is not closed: expected \`}\`
    b = 1;

  c = 2;
}
`));

  test("its fix inserts what is missing", async () => {
    expect(await fixed("{\n  a = 1\n  b = 2;\n}\n")).toEqual({ "Insert `;`": "{\n  a = 1;\n  b = 2;\n}\n" });
    expect(await fixed("[ 1 2")).toEqual({ "Insert `]`": "[ 1 2 ]" });
    expect(await fixed('{ a = "x; }')).toEqual({ 'Insert `"`': '{ a = "x"; }' });
    expect(await fixed("let a = 1; a")).toEqual({ "Insert `in`": "let a = 1; in a" });
    expect(await fixed("{ a, b c }: [ a b c ]")).toEqual({ "Insert `,`": "{ a, b, c }: [ a b c ]" });
  });
});

describe("duplicate-attribute", () => {
  test("where Nix refuses it", () => {
    for (const text of [
      "{ a = 1; a = 2; }",
      "{ a = 1; a.b = 2; }",
      "{ a.b = 1; a = 2; }",
      "{ a.b = 1; a.b = 2; }",
      "{ a = { b = 1; }; a.b = 2; }",
      "{ a = { b = { c = 1; }; }; a = { b = { c = 2; }; }; }",
      "{ a = { b = 1; }; a = { b = { }; }; }",
      '{ a = 1; "a" = 2; }',
      "x: { inherit (x) a; a.b = 1; }",
      "a: { inherit a a; }",
      "let a = 1; a = 2; in a",
      "rec { a = 1; a = 2; }",
      "{ a = let x = { }; in x; a.b = 1; }",
    ]) {
      expect(codesOf(text), text).toEqual(["duplicate-attribute"]);
    }
  });

  test("not where Nix merges", () => {
    for (const text of [
      "{ a.b = 1; a.c = 2; }",
      "{ a = { b = 1; }; a.c = 2; }",
      "{ a.c = 2; a = { b = 1; }; }",
      "{ a = { b = 1; }; a = { c = 2; }; }",
      "{ a = { b = { }; }; a = { b = { }; }; }",
      "{ a.b.c = 1; a = { b = { d = 2; }; }; }",
      "{ a = rec { b = 1; }; a.c = b; }",
      "{ a = ({ b = 1; }); a.c = 2; }",
      "let a.b = 1; a.c = 1; in a",
      "x: { ${x} = 1; ${x} = 2; a.${x} = 1; }",
      "{ a = { }; b = { a = 1; }; c = x: { a = 1; }; }",
    ]) {
      expect(codesOf(text), text).toEqual([]);
    }
  });

  test("underlines the second definition", () =>
    checkDiagnostics(`
{
  networking.hostName = "a";
  users.mutableUsers = false;
  networking = {
    hostName = "b";
#   ^^^^^^^^ error[duplicate-attribute]: networking.hostName is already defined in this set.
  };
}
`));

  test("its fixes remove one", async () => {
    expect(await fixed("{\n  a = 1;\n  b = 2;\n  a = 3;\n}\n")).toEqual({
      "Remove this definition of a": "{\n  a = 1;\n  b = 2;\n}\n",
      "Remove the first definition of a": "{\n  b = 2;\n  a = 3;\n}\n",
    });
    expect(await fixed("a: { inherit a; b = 1; inherit a b; }")).toMatchObject({
      "Remove this definition of b": "a: { inherit a; b = 1; inherit a; }",
    });
  });
});

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
    expect(codesOf("{ a ? b }: b")).toEqual(["undefined-name", "undefined-name"]);
  });

  test("its fixes: the nearest name, lib., one more argument", async () => {
    expect(await fixed("{ config, lib, ... }:\nconfg\n")).toEqual({
      "Write config": "{ config, lib, ... }:\nconfig\n",
      "Add confg to the function's arguments": "{ confg, config, lib, ... }:\nconfg\n",
    });
    expect(await fixed("{\n  lib,\n  ...\n}:\n[ (mkIf true { }) ]\n")).toMatchObject({
      "Write lib.mkIf": "{\n  lib,\n  ...\n}:\n[ (lib.mkIf true { }) ]\n",
      "Add mkIf to the function's arguments": "{\n  mkIf,\n  lib,\n  ...\n}:\n[ (mkIf true { }) ]\n",
    });
  });

  test("silent in a file that does not parse", () => {
    expect(codesOf("{ a = foo bar }")).toEqual(["syntax-error"]);
  });
});

test("file-not-analysed", () => {
  expect(codesOf("\0")).toEqual(["file-not-analysed"]);
  expect(codesOf(`[ ${"1 ".repeat(1_100_000)} ]`)).toEqual(["file-not-analysed"]);
});

test("comments silence findings", () =>
  checkDiagnostics(`
{
  # plasmacloud: disable-next-line duplicate-attribute
  a = 1;
  a = 2;
# ^ error[duplicate-attribute]: a is already defined in this set.
  # plasmacloud: disable-next-line duplicate-attribute
  a = 3;
}
`));
