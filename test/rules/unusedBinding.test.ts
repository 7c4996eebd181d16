/** `unused-binding`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes, fixedText } from "../support/checkFix.ts";
import { codesOf } from "../support/syntax.ts";

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
    expect((await fixedText(before))[title]).toBe(after);
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
    expect(await fixedText("{ a, b }: a")).toEqual({});
  });
});
