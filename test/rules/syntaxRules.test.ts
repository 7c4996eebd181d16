import { describe, expect, test } from "vitest";
import { checkSyntax } from "../../server/src/rules/registry.ts";
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
    expect(codesOf("{ a ? b }: a b")).toEqual(["undefined-name", "undefined-name"]);
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

describe("unused-binding", () => {
  test("lets, inherits, arguments and withs", () =>
    checkDiagnostics(`
{ config, lib, pkgs, ... }:
#              ^^^^ hint[unused-binding]: The argument pkgs is never used.
with lib;
#<0+9> hint[unused-binding]: Nothing comes from this with.
let
  inherit (config) networking services;
#                             ^^^^^^^^ hint[unused-binding]: services is never used.
  a.b = 1;
# ^ hint[unused-binding]: a is never used.
  a.c = 2;
  _kept = 3;
in
{
  networking.domain = (x: networking.hostName) 1;
}
`));

  test("arguments that callers have to give, and names for all of them", () =>
    checkDiagnostics(`
{
  f = { a, b ? 1 }: a;
#          ^ hint[unused-binding]: The argument b is never used; callers have to give it as long as it stands here.
  g = { a, ... }@all: a;
#                ^^^ hint[unused-binding]: The name all for all arguments is never used.
  h = { a, ... }@all: all;
}
`));

  test("a flake's outputs name every input", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { self, nixpkgs }: {
    lib = { a, nothing }: a;
#              ^^^^^^^ hint[unused-binding]: The argument nothing is never used; callers have to give it as long as it stands here.
  };
}
`));

  test("a file that does not parse, and silenced ones", () => {
    expect(codesOf("let a = 1; in 2 3 =")).not.toContain("unused-binding");
    expect(codesOf("let a = 1; in 2")).toContain("unused-binding");
    const silenced = "# plasmacloud: disable-next-line unused-binding\nlet a = 1; in 2";
    return checkDiagnostics(`${silenced}\n# [unused-binding] counts here\n`);
  });

  test.each([
    ["let a = 1; in 2", "Remove a", "2"],
    ["let a = 1; b = 2; in b", "Remove a", "let b = 2; in b"],
    ["let\n  # why\n  a = 1;\nin\n2", "Remove a", "let\n  # why\nin\n2"],
    ["let\n  a = 1;\n  b = 2;\nin\nb\n", "Remove a", "let\n  b = 2;\nin\nb\n"],
    ["x: let inherit (x) a b c; in b", "Remove a", "x: let inherit (x) b c; in b"],
    ["x: let inherit (x) a; in 1", "Remove a", "x: 1"],
    ["{ a, b, ... }: b", "Remove a", "{ b, ... }: b"],
    ["{ a, b, ... }: a", "Remove b", "{ a, ... }: a"],
    ["{\n  a,\n  b,\n  ...\n}:\nb\n", "Remove a", "{\n  b,\n  ...\n}:\nb\n"],
    ["{ a\n, b ? 2\n, ...\n}:\na\n", "Remove b", "{ a\n, ...\n}:\na\n"],
    ["{ a, # first\n  b, ... }: b", "Remove a", "{ # first\n  b, ... }: b"],
    ["{ a, ... }@all: a", "Remove all", "{ a, ... }: a"],
    ["all@{ a, ... }: a", "Remove all", "{ a, ... }: a"],
    ["with 1; 2", "Remove this with", "2"],
    ["with 1; # two\n2", "Remove this with", "# two\n2"],
  ])("%j: %s", async (before, title, after) => {
    expect((await fixed(before))[title]).toBe(after);
  });

  test("everything at once, with what only that used", async () => {
    const before = `{ config, pkgs, lib, ... }:
with lib;
let
  a = 1;
  b = a;
  c = let d = 1; in b;
  inherit (config) x y z;
in
{ v = y; }
`;
    const after = "{ config, ... }:\nlet\n  inherit (config) y;\nin\n{ v = y; }\n";
    const trials = await checkFixes(new Map([["file:///test.nix", before]]));
    const all = trials.find(({ title }) => title.startsWith("Remove everything unused in this file"));
    expect(all?.files.get("file:///test.nix")).toBe(after);
    expect(all?.remaining).toEqual([]);
  });

  test("an argument that callers give is not removed", async () => {
    expect(await fixed("{ a, b }: a")).toEqual({});
  });
});
