import { describe, expect, test } from "vitest";
import type { Place } from "../../server/src/base/range.ts";
import { definition } from "../../server/src/features/goToDefinition.ts";
import type { OptionDoc } from "../../server/src/modules/model/view.ts";
import { buildOptionTree } from "../../server/src/schema/optionTree.ts";
import { featureContext, hostView, type World } from "../support/features.ts";
import { takeCursor } from "../support/marks.ts";

const own = "file:///etc/nixos/configuration.nix";

/** Each target as `file:line:character text`, the text where it is the same file's. */
function targets(marked: string, world: World = {}): readonly string[] {
  const { text, offset } = takeCursor(marked);
  const context = featureContext(text, world);
  return (definition(context, offset)?.targets ?? []).map((place) => {
    const { start, end } = place.range;
    const lines = context.file.lines;
    const shown = place.uri === own ? ` ${text.slice(lines.offsetAt(start), lines.offsetAt(end))}` : "";
    return `${place.uri.split("/").at(-1)}:${start.line}:${start.character}${shown}`;
  });
}

function place(uri: string, line: number): Place {
  return { uri, range: { start: { line, character: 2 }, end: { line, character: 9 } } };
}

const option: OptionDoc = {
  path: ["services", "mine", "port"],
  type: { kind: "port", description: "port" },
  description: null,
  defaultText: null,
  exampleText: null,
  readOnly: false,
  internal: false,
  declarations: [place("file:///etc/nixos/mine.nix", 3)],
  declaredIn: [],
  source: "workspace",
};
const options = buildOptionTree([option], false);
const hosts = [
  hostView("a", {
    "services.mine.port": {
      value: "1",
      origins: [{ place: place("file:///etc/nixos/host.nix", 7), file: "host.nix", priority: 100, value: "1" }],
    },
  }),
];

describe("definition of an option", () => {
  test.each([
    ["a definition leads to mkOption", "{ services.mine.po$0rt = 1; }", ["mine.nix:3:2"]],
    ["nested", "{ services = { mine = { po$0rt = 1; }; }; }", ["mine.nix:3:2"]],
    [
      "a read leads to mkOption, then to definitions",
      "{ config, ... }: { a = config.services.mine.po$0rt; }",
      ["mine.nix:3:2", "host.nix:7:2"],
    ],
    [
      "a read through a let",
      "{ config, ... }: let c = config.services.mine; in c.po$0rt",
      ["mine.nix:3:2", "host.nix:7:2"],
    ],
    ["an inherit", "{ config, ... }: { inherit (config.services.mine) po$0rt; }", ["mine.nix:3:2", "host.nix:7:2"]],
    ["an unknown option", "{ services.mine.x$0 = 1; }", []],
  ])("%s", (_, text, expected) => expect(targets(text, { options, hosts })).toEqual(expected));
});

describe("definition of a name", () => {
  test.each([
    ["a let", "let\n  alpha = 1;\nin al$0pha", ["configuration.nix:1:2 alpha"]],
    ["a dotted let", "let a.b = 1; a.c = 2; in a$0", ["configuration.nix:0:4 a", "configuration.nix:0:13 a"]],
    ["a formal", "{ alpha, ... }: al$0pha", ["configuration.nix:0:2 alpha"]],
    ["a lambda's argument", "alpha: al$0pha", ["configuration.nix:0:0 alpha"]],
    ["the @-name", "alpha@{ ... }: al$0pha", ["configuration.nix:0:0 alpha"]],
    ["an inherited name", "let inherit (x) alpha; in al$0pha", ["configuration.nix:0:16 alpha"]],
    ["an inherit leads out", "let alpha = 1; in { inherit al$0pha; }", ["configuration.nix:0:4 alpha"]],
    ["an attribute of a set", "let s = { a.b = 1; }; in s.a.b$0", ["configuration.nix:0:12 b"]],
    ["the innermost", "let a = 1; in let a = 2; in a$0", ["configuration.nix:0:18 a"]],
    ["a let under another error", "let alpha = 1; in { x = al$0pha", ["configuration.nix:0:4 alpha"]],
    ["an unknown name", "alp$0ha", []],
    ["a comment", "let alpha = 1; in # alp$0ha\n 1", []],
  ])("%s", (_, text, expected) => expect(targets(text)).toEqual(expected));

  test("an attribute of an imported file", () => {
    const files = { "file:///etc/nixos/ports.nix": "{\n  api = 1;\n}" };
    expect(targets("let p = import ./ports.nix; in p.ap$0i", { files })).toEqual(["ports.nix:1:2"]);
  });
});

describe("definition of a path", () => {
  const world: World = {
    folders: { "file:///etc/nixos/hosts": ["default.nix"] },
    files: { "file:///etc/nixos/a.nix": "1" },
  };
  test.each([
    ["a file", "{ imports = [ ./a$0.nix ]; }", ["a.nix:0:0"]],
    ["a folder", "{ imports = [ ./ho$0sts ]; }", ["default.nix:0:0"]],
    ["an argument of import", "import ./a$0.nix", ["a.nix:0:0"]],
    ["an absolute path", "{ a = /etc/nixos/a.n$0ix; }", ["a.nix:0:0"]],
    ["a path with an interpolation", "{ a = ./${x}/a.n$0ix; }", []],
  ])("%s", (_, text, expected) => expect(targets(text, world)).toEqual(expected));
});
