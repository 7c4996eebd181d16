import { describe, expect, test } from "vitest";
import { accept, labels, typedLabels, type World } from "../../support/features.ts";

const world: World = {
  folders: {
    "file:///etc/nixos": ["configuration.nix", "disks.nix", "hosts/", "README.md", ".git/", "a b.nix"],
    "file:///etc/nixos/hosts": ["node1.nix", "node2.nix"],
    "file:///etc": ["nixos/", "hosts"],
  },
};

describe("paths", () => {
  test.each([
    ["imports", "{ imports = [ ./$0 ]; }", ["disks.nix", "hosts"]],
    ["imports, typed on", "{ imports = [ ./d$0 ]; }", ["disks.nix"]],
    ["imports, half typed", "{ imports = [ ./d$0", ["disks.nix"]],
    ["a folder in imports", "{ imports = [ ./hosts/$0 ]; }", ["node1.nix", "node2.nix"]],
    ["after another import", "{ imports = [ ./disks.nix ./hosts/node$0 ]; }", ["node1.nix", "node2.nix"]],
    ["a parent folder", "{ a = ../nixos/dis$0; }", ["disks.nix"]],
    ["a path that is a value", "{ a = ./$0; }", ["README.md", "disks.nix", "hosts"]],
    ["an absolute path", "{ a = /etc/ni$0; }", ["nixos"]],
    ["import", "import ./hosts/$0", ["node1.nix", "node2.nix"]],
    [
      "a flake's modules",
      "{ nixpkgs }: nixpkgs.lib.nixosSystem { modules = [ ./hosts/$0 ]; }",
      ["node1.nix", "node2.nix"],
    ],
  ])("%s", (_, text, expected) => expect(labels(text, world)).toEqual(expected));

  test("a list of imports offers the modules beside the file", () => {
    expect(typedLabels("{ imports = [ $0 ]; }", world)).toEqual(["./disks.nix", "./hosts"]);
    expect(accept("{ imports = [ di$0 ]; }", "./disks.nix", world)).toBe("{ imports = [ ./disks.nix ]; }");
  });

  test("only the last part is replaced", () => {
    expect(accept("{ imports = [ ./hosts/no$0 ]; }", "node2.nix", world)).toBe("{ imports = [ ./hosts/node2.nix ]; }");
  });

  test.each([
    ["a folder that is not at hand", "{ imports = [ ./unknown/$0 ]; }"],
    ["a comment", "{ imports = [ # ./$0\n ]; }"],
    ["plain text", '{ imports = [ "./$0" ]; }'],
    ["a list that imports nothing", "{ environment.variables = [ $0 ]; }"],
  ])("nothing in %s", (_, text) => expect(typedLabels(text, world)).toEqual([]));
});
