import { describe, expect, test } from "vitest";
import { itemAt, labels, typedLabels } from "../../support/features.ts";

describe("names in scope", () => {
  test.each([
    ["let", "let alpha = 1; beta = 2; in al$0", ["alpha"]],
    ["formals", "{ config, alpha, ... }: { x = al$0; }", ["alpha"]],
    ["a lambda's argument", "alpha: { x = al$0; }", ["alpha"]],
    ["the @-name", "alpha@{ ... }: { x = al$0; }", ["alpha"]],
    ["a rec set", "rec { alpha = 1; x = al$0; }", ["alpha"]],
    ["an inherited let name", "let inherit (x) alpha; in al$0", ["alpha"]],
    ["in an interpolation", 'let alpha = 1; in "${al$0}"', ["alpha"]],
    ["in an interpolated path", "let alpha = 1; in ./${al$0}", ["alpha"]],
    ["in a list", "let alpha = 1; in [ al$0 ]", ["alpha"]],
    ["in an argument", "let alpha = 1; in f al$0", ["alpha"]],
    ["in a condition", "let alpha = 1; in if al$0 then 1 else 2", ["alpha"]],
    ["in an inherit", "let alpha = 1; in { inherit al$0; }", ["alpha"]],
    ["in a with", "let alpha = { beta = 1; }; in with alpha; be$0", ["beta"]],
    ["an outer with", "let alpha = { beta = 1; }; in with alpha; with { gamma = 2; }; be$0", ["beta"]],
    ["in a formal's default", "{ alpha, x ? al$0 }: x", ["alpha"]],
    ["the innermost once", "let alpha = 1; in let alpha = 2; in al$0", ["alpha"]],
    ["a keyword", "{ a = asse$0; }", ["assert"]],
    ["a builtin", "{ a = toSt$0; }", ["toString"]],
    ["half typed", "{ config, ... }: let alpha = 1; in {\n  x = al$0\n  y = 2;\n}", ["alpha"]],
  ])("%s", (_, text, expected) => expect(labels(text)).toEqual(expected));

  test.each([
    ["a set that is not rec", "{ alpha = 1; x = al$0; }"],
    ["a let beside it", "{ a = let alpha = 1; in 2; b = al$0; }"],
    ["a comment", "let alpha = 1; in /* al$0 */ 2"],
    ["plain text", 'let alpha = 1; in "al$0"'],
    ["an indented string", "let alpha = 1; in ''\n  al$0\n''"],
    ["a name to be bound", "let alpha = 1; al$0 in 2"],
    ["an inherit of what is there", "let alpha = 1; in { inherit alpha al$0; }"],
    ["a number", "let alpha = 1; in 12$0"],
  ])("not there: %s", (_, text) => expect(labels(text)).not.toContain("alpha"));

  test("a short value is shown", () => {
    expect(itemAt("let alpha = 1 + 2; in $0", "alpha").detail).toBe("1 + 2");
  });
});

describe("builtins", () => {
  test("all of them after builtins.", () => {
    const offered = labels("{ a = builtins.$0; }");
    expect(offered).toContain("attrNames");
    expect(offered).toContain("genericClosure");
    expect(offered.length).toBeGreaterThan(100);
    expect(itemAt("{ a = builtins.$0; }", "map").detail).toBe("(a -> b) -> [a] -> [b]");
  });
  test("inherited", () => expect(labels("{ inherit (builtins) attrN$0; }")).toEqual(["attrNames"]));
  test("not where they are shadowed", () => expect(labels("builtins: builtins.$0")).toEqual([]));
});

describe("lib", () => {
  test.each([
    ["a formal", "{ lib, ... }: { a = lib.mkFo$0; }", ["mkForce"]],
    ["of pkgs", "{ pkgs, ... }: { a = pkgs.lib.mkFo$0; }", ["mkForce"]],
    ["of nixpkgs", "{ nixpkgs, ... }: { a = nixpkgs.lib.mkFo$0; }", ["mkForce"]],
    ["of an input", "{ inputs, ... }: { a = inputs.nixpkgs.lib.mkFo$0; }", ["mkForce"]],
    ["imported", "let lib = import <nixpkgs/lib>; in lib.mkFo$0", ["mkForce"]],
    ["with lib;", "{ lib, ... }: with lib; { a = mkFo$0; }", ["mkForce"]],
    ["inherited", "{ lib, ... }: let inherit (lib) mkFo$0; in 1", ["mkForce"]],
    ["types", "{ lib, ... }: { a = lib.types.attrsO$0; }", ["attrsOf"]],
    ["with lib.types;", "{ lib, ... }: { a = with lib.types; attrsO$0; }", ["attrsOf"]],
    ["inherit (lib) types", "{ lib, ... }: let inherit (lib) types; in types.attrsO$0", ["attrsOf"]],
  ])("%s", (_, text, expected) => expect(labels(text)).toEqual(expected));

  test("not of another name", () => expect(typedLabels("{ foo, ... }: foo.$0")).toEqual([]));
});

describe("formals", () => {
  test.each([
    ["a module's", "{ $0 }: { }", ["config", "lib", "pkgs"]],
    ["what is there is left out", "{ config, lib, $0 }: { }", ["pkgs", "options", "modulesPath"]],
    ["a typed prefix", "{ config, l$0, ... }: { }", ["lib"]],
    ["half typed", "{ config, l$0", ["lib"]],
  ])("%s", (_, text, expected) => expect(labels(text).slice(0, 3)).toEqual(expected));

  test("a flake's outputs take its inputs", () => {
    const text = '{ inputs.nixpkgs.url = "x"; inputs.plasmacloud.url = "y"; outputs = { self, $0 }: { }; }';
    expect(labels(text, { uri: "file:///a/flake.nix" })).toEqual(["nixpkgs", "plasmacloud", "..."]);
  });

  test("not in a default", () => expect(labels("{ config, x ? $0 }: 1")).not.toContain("modulesPath"));
});
