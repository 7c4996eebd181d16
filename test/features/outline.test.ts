import { describe, expect, test } from "vitest";
import { documentLinks } from "../../server/src/features/documentLinks.ts";
import { type DocumentSymbol, documentSymbols } from "../../server/src/features/documentSymbols.ts";
import { folding } from "../../server/src/features/folding.ts";
import { featureContext, type World } from "../support/features.ts";

function outline(text: string): string {
  const show = (symbol: DocumentSymbol, indent: string): string => {
    const detail = symbol.detail === null ? "" : ` ${symbol.detail}`;
    return [
      `${indent}${symbol.name} (${symbol.kind})${detail}`,
      ...symbol.children.map((child) => show(child, `${indent}  `)),
    ].join("\n");
  };
  return documentSymbols(featureContext(text))
    .map((symbol) => show(symbol, ""))
    .join("\n");
}

describe("document symbols", () => {
  test("follow option paths through everything that wraps a set", () => {
    expect(
      outline(`{ config, lib, ... }:
let
  cfg = config.services.x;
in
{
  imports = [ ./a.nix ];
  config = lib.mkIf cfg.enable (lib.mkMerge [
    { services.chainfire = { enable = true; port = 2379; "a b" = "text"; }; }
    { inherit (cfg) port; }
  ]);
  peers = [ { id = 1; } { id = 2; } ];
  f = x: { y = x; };
}`),
    ).toBe(`cfg (value) config.services.x
imports (list)
config (value)
  [0] (set)
    services.chainfire (set)
      enable (boolean) true
      port (number) 2379
      "a b" (string) "text"
  [1] (set)
    port (variable) inherit
peers (list)
  [0] (set)
    id (number) 1
  [1] (set)
    id (number) 2
f (function)
  y (variable) x`);
  });

  test("ranges hold their selection and their children", () => {
    const text = "{ a.b = { c = 1; }; }";
    const [symbol] = documentSymbols(featureContext(text));
    expect(symbol && text.slice(symbol.selectionRange.start, symbol.selectionRange.end)).toBe("a.b");
    expect(symbol && text.slice(symbol.range.start, symbol.range.end)).toBe("a.b = { c = 1; };");
  });

  test.each(["", "1", "{", "{ a = ", "[[[[", "{ ${x} = 1; }"])("any text has an outline: %s", (text) => {
    expect(() => outline(text)).not.toThrow();
  });

  test("deep nesting ends", () =>
    expect(outline(`${"{ a = ".repeat(300)}1${"; }".repeat(300)}`).length).toBeLessThan(20_000));
});

/** The text with `kind…` at the end of each line where a fold starts and `…` before the line after it. */
function folds(text: string): readonly string[] {
  return folding(featureContext(text)).map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`);
}

describe("folding", () => {
  test.each([
    ["a set", "{\n  a = 1;\n}", ["0-1 code"]],
    ["a list", "{ a = [\n  1\n  2\n]; }", ["0-2 code"]],
    ["a let", "let\n  a = 1;\n  b = 2;\nin\na", ["0-2 code"]],
    ["an indented string", "{ a = ''\n  x\n  y\n''; }", ["0-2 code"]],
    ["imports", "{\n  imports = [\n    ./a.nix\n  ];\n}", ["0-3 code", "1-2 imports"]],
    ["a block comment", "/* a\n b\n*/\n1", ["0-2 comment"]],
    ["comment lines", "# a\n# b\n# c\n1", ["0-2 comment"]],
    ["comments apart", "# a\n\n# b\n1", []],
    ["a comment after code", "{ a = 1; # a\n# b\n}", ["0-1 code"]],
    ["formals", "{\n  config,\n  lib,\n  ...\n}:\n1", ["0-3 code"]],
    ["one line", "{ a = [ 1 ]; }", []],
    ["an empty file", "", []],
  ])("%s", (_, text, expected) => expect(folds(text)).toEqual(expected));
});

function links(text: string, world: World = {}): readonly string[] {
  return documentLinks(featureContext(text, world)).map(
    ({ range, target }) => `${text.slice(range.start, range.end)} → ${target}`,
  );
}

describe("document links", () => {
  test.each([
    ["a file", "{ imports = [ ./a.nix ]; }", ["./a.nix → file:///etc/nixos/a.nix"]],
    ["a folder", "{ imports = [ ../hosts ]; }", ["../hosts → file:///etc/hosts/default.nix"]],
    ["an absolute path", "{ a = /etc/x.nix; }", ["/etc/x.nix → file:///etc/x.nix"]],
    [
      "a web address",
      '{ a = "see https://example.org/a?b=1."; }',
      ["https://example.org/a?b=1 → https://example.org/a?b=1"],
    ],
    ["in a comment", "# https://example.org/x\n1", ["https://example.org/x → https://example.org/x"]],
    [
      "a flake reference",
      '{ a = "github:NixOS/nixpkgs"; }',
      ["github:NixOS/nixpkgs → https://github.com/NixOS/nixpkgs"],
    ],
    [
      "with a branch",
      '{ a = "github:NixOS/nixpkgs/nixos-25.05"; }',
      ["github:NixOS/nixpkgs/nixos-25.05 → https://github.com/NixOS/nixpkgs/tree/nixos-25.05"],
    ],
    ["with a folder", '{ a = "github:o/r?dir=nix"; }', ["github:o/r → https://github.com/o/r"]],
    ["another forge", '{ a = "gitlab:o/r/main"; }', ["gitlab:o/r/main → https://gitlab.com/o/r/-/tree/main"]],
    [
      "a git address",
      '{ a = "git+https://example.org/r.git"; }',
      ["git+https://example.org/r.git → https://example.org/r.git"],
    ],
  ])("%s", (_, text, expected) => expect(links(text)).toEqual(expected));

  test.each([
    ["an address that goes on with a value", '{ a = "https://example.org/${x}"; }'],
    ["a path that does", "{ a = ./${x}.nix; }"],
    ["other text", '{ a = "github is a place"; }'],
  ])("none for %s", (_, text) => expect(links(text)).toEqual([]));
});
