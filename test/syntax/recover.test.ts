import { expect, test } from "vitest";
import type { Wanted } from "../../server/src/syntax/cursor/cursor.ts";
import { cursorAt } from "../../server/src/syntax/cursor/cursorContext.ts";
import { takeCursor } from "../support/marks.ts";
import { parseNix } from "../support/syntax.ts";

function at(marked: string): string {
  const { text, offset } = takeCursor(marked);
  const cursor = cursorAt(parseNix(text), offset);
  if (cursor === null) return "nothing";
  const word = text.slice(cursor.replaced.start, cursor.replaced.end);
  return `${describe(cursor.wanted)} «${cursor.prefix}|${word.slice(cursor.prefix.length)}»`;
}

function describe(wanted: Wanted): string {
  const path = "path" in wanted ? ` ${wanted.path.root.kind}:${wanted.path.names.join(".")}` : "";
  switch (wanted.kind) {
    case "attrName":
      return `name${path}${wanted.hasValue ? " has=" : ""}${wanted.quoted ? " quoted" : ""} [${wanted.defined}]`;
    case "select":
      return `select ${wanted.target.kind}.${wanted.names.join(".")}`;
    case "formal":
      return `formal [${wanted.defined}]`;
    case "inherit":
      return `inherit ${wanted.from?.kind ?? ""} [${wanted.defined}]`;
    case "path":
      return `path ${wanted.folder}`;
    default:
      return `${wanted.kind}${path}`;
  }
}

const cases: [string, string][] = [
  ["{ services.chainfire.$0 }", "name file:services.chainfire [] «|»"],
  ["{ services.ch$0 }", "name file:services [] «ch|»"],
  ["{ services = { chainfire = { p$0 } ; }; }", "name file:services.chainfire [] «p|»"],
  ["{ s.c.$0\n s.f.enable = true; }", "name file:s.c [] «|»"],
  ["{ s.c$0\n s.f.enable = true; }", "name file:s [f] «c|»"],
  ["{ $0 }", "name file: [] «|»"],
  ["{ a.b = 1; a.$0 }", "name file:a [b] «|»"],
  ["{ a = { b = 1; }; a.$0 = 2; }", "name file:a has= [b] «|»"],
  ["{ services.ch$0ainfire.enable = true; }", "name file:services has= [] «ch|ainfire»"],
  [
    "{ config, lib, ... }: {\n  config = lib.mkIf config.x {\n    services.$0\n  };\n}",
    "name file:config.services [] «|»",
  ],
  ["{ lib, ... }: { config = lib.mkMerge [ { services.x.$0 } ]; }", "name file:config.services.x [] «|»"],
  ["{ users = [ { na$0 } ]; }", "name file:users.* [] «na|»"],
  ["{ x = lib.mapAttrs (n: v: { po$0 }) y; }", "name file:x.<name> [] «po|»"],
  ["{ x = lib.mkOption { ty$0 }; }", "name argument: [] «ty|»"],
  ["let a$0 in 1", "name let: [] «a|»"],
  ["let a = 1; b.$0 in a", "name let:b [] «|»"],
  ["{ a = $0 }", "value file:a «|»"],
  ["{ a = tr$0\n  b = 2; }", "value file:a «tr|»"],
  ["{ a = $0;\n  b = 2; }", "value file:a «|»"],
  ["{ a = [ x$0 ]; }", "value file:a.* «x|»"],
  ["{ a = config.services.$0 }", "select variable.services «|»"],
  ["{ a = config.ser$0\n b = 1; }", "select variable. «ser|»"],
  ["{ a = config.$0;\n b = 1; }", "select variable. «|»"],
  ["{ a = config.$0\n b = 1; }", "select variable. «|»"],
  ["{ lib, p$0 }: { }", "formal [lib] «p|»"],
  ["{ lib, p$0, ... }: { }", "formal [lib] «p|»"],
  ["{ lib, $0 }: { }", "formal [lib] «|»"],
  ["{ inherit $0; }", "inherit  [] «|»"],
  ["{ inherit a $0; }", "inherit  [a] «|»"],
  ["{ inherit (lib) mk$0 }", "inherit variable [] «mk|»"],
  ['{ a = "de$0"; }', "string file:a «de|»"],
  ['{ a = "$0"; }', "string file:a «|»"],
  ['{ a = "de$0\n  b = 1; }', "string file:a «de|»"],
  ['{ a = "x${co$0}"; }', "value expression: «co|»"],
  ['{ a = "x${$0}"; }', "value expression: «|»"],
  ['{ a = "x${config.$0}"; }', "select variable. «|»"],
  ["{ a = ''\n  x $0\n''; }", "nothing"],
  ["{ a = 1; # foo $0\n}", "nothing"],
  ["{ a = 80$0; }", "nothing"],
  ["{ imports = [ ./mod$0 ]; }", "path ./ «mod|»"],
  ["{ imports = [ ./modules/$0 ]; }", "path ./modules/ «|»"],
  ['{ services."my$0" = 1; }', "name file:services has= quoted [] «my|»"],
  ["{ a = lib.mkIf c$0 { }; }", "value argument: «c|»"],
  ["{ a = { b = { c = 1; }; $0 }; }", "name file:a [b] «|»"],
  ["$0", "value file: «|»"],
  ["{\n  a = (x;\n  b.$0\n}", "name file:b [] «|»"],
  ["{\n  a = [ 1 2;\n  b.$0\n}", "name file:b [] «|»"],
  ['{\n  a = "x;\n  b = 1;\n  c.$0\n}', "name file:c [] «|»"],
  ["{\n  a = {\n    x = 1;\n  b.$0\n}", "name file:b [] «|»"],
  ["with lib; { x = mk$0 }", "value file:x «mk|»"],
  ["{ x = if a then { $0 } else { }; }", "name file:x [] «|»"],
  ["{ x = { } // { $0 }; }", "name file:x [] «|»"],
];

test.each(cases)("%j", (text, expected) => {
  expect(at(text)).toBe(expected);
});
