/** Where a text defines an option: marked with `# ^^^` under the attribute path that is expected. */
import { describe, expect, test } from "vitest";
import { definitionSites } from "../../server/src/features/definitionSites.ts";
import { parseNix } from "../support/syntax.ts";

/** The attribute paths found, each with its line (from one) and the value. */
function sites(text: string, path: string): { names: number; found: string[] } | null {
  const file = parseNix(text);
  const located = definitionSites(file, path.split("."));
  if (located === null) return null;
  const found = located.sites.map(({ range, value }) => {
    const line = file.lines.positionAt(range.start).line + 1;
    return `${line}: ${file.text.slice(range.start, range.end)}${value === null ? "" : ` = ${value}`}`;
  });
  return { names: located.names, found };
}

const port = "services.foo.port";

describe("the definition itself", () => {
  test.each<[string, string, string[]]>([
    ["in one path", "{ services.foo.port = 80; }", ["1: services.foo.port = 80"]],
    ["nested", "{\n  services = {\n    foo = {\n      port = 80;\n    };\n  };\n}", ["4: port = 80"]],
    ["in parts", "{\n  services.foo = {\n    enable = true;\n    port = 80;\n  };\n}", ["4: port = 80"]],
    ["in a function", "{ config, lib, ... }:\n{\n  services.foo.port = 80;\n}", ["3: services.foo.port = 80"]],
    ["below config", "{ lib, ... }: {\n  config.services.foo.port = 80;\n}", ["2: services.foo.port = 80"]],
    [
      "below config =",
      "{ lib, ... }: {\n  config = {\n    services.foo.port = 80;\n  };\n}",
      ["3: services.foo.port = 80"],
    ],
    [
      "behind mkIf and mkMerge",
      "{ lib, ... }: {\n  config = lib.mkIf true (lib.mkMerge [\n    { services.foo = lib.mkForce {\n      port = 80; }; }\n  ]);\n}",
      ["4: port = 80"],
    ],
    [
      "with let and with around",
      "{ lib, ... }: let a = 1; in with lib; {\n  services.foo.port = 80;\n}",
      ["2: services.foo.port = 80"],
    ],
    ["with quotes", '{ services."foo"."port" = 80; }', ['1: services."foo"."port" = 80']],
    ["inherited", "{ port, ... }: {\n  services.foo = {\n    inherit port;\n  };\n}", ["3: port"]],
    [
      "in a host's list of modules",
      "{ outputs = { nixpkgs, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [\n  { services.foo.port = 80; }\n]; }; }; }",
      ["2: services.foo.port = 80"],
    ],
    [
      "in a let",
      "let common = {\n  services.foo.port = 80;\n}; in { imports = [ common ]; }",
      ["2: services.foo.port = 80"],
    ],
    [
      "for every name of a set",
      "{ lib, ... }: {\n  services = lib.mapAttrs (name: value: {\n    port = 80;\n  }) { foo = 1; };\n}",
      ["3: port = 80"],
    ],
    [
      "twice",
      "{ lib, ... }: { config = lib.mkMerge [\n  { services.foo.port = 80; }\n  { services.foo.port = 443; }\n]; }",
      ["2: services.foo.port = 80", "3: services.foo.port = 443"],
    ],
    ["by what is inside of it", "{\n  services.foo.port.a = 1;\n}", ["2: services.foo.port"]],
  ])("%s", (_, text, found) => {
    expect(sites(text, port)).toEqual({ names: 3, found });
  });
});

describe("the nearest set", () => {
  test("that holds it", () => {
    expect(sites("{ pkgs, ... }@args:\n{\n  services.foo = import ./foo.nix args;\n}", port)).toEqual({
      names: 2,
      found: ["3: services.foo = import ./foo.nix args"],
    });
  });
  test("and not one that only begins alike", () => {
    expect(sites("{\n  services.bar.port = 1;\n  services = x;\n}", port)).toEqual({
      names: 1,
      found: ["3: services = x"],
    });
  });
});

test("a text that is half written is read as far as it goes", () => {
  expect(sites("{ services.foo =", port)).toEqual({ names: 2, found: ["1: services.foo"] });
});

describe("nothing", () => {
  test.each<[string, string]>([
    ["another option", "{ services.foo.ports = 1; }"],
    ["a declaration", "{ options.services.foo.port = 1; }"],
    ["the end of another path", "{ x.foo.port = 1; y.port = 2; }"],
    ["a single name somewhere below another", "{ environment.services = 1; }"],
    ["an empty text", ""],
    ["a text of which nothing can be read", "}}}} ;"],
  ])("%s", (_, text) => {
    expect(sites(text, port)).toBeNull();
  });
});

test("an option at the top, and a flake's output", () => {
  expect(sites("{ config.assertions = [ ]; }", "assertions")).toEqual({ names: 1, found: ["1: assertions = [ ]"] });
  const flake =
    "{\n  outputs = inputs: {\n    nixosConfigurations.node1 = inputs.nixpkgs.lib.nixosSystem { };\n  };\n}";
  expect(sites(flake, "outputs.nixosConfigurations.node1")?.found[0]).toMatch(/^3: nixosConfigurations\.node1 =/);
  expect(sites(flake, "outputs.nixosConfigurations.node2")).toMatchObject({ names: 1 });
});

test("a text that nests without end is looked into as far as people nest", () => {
  const deep = `${"{ a = ".repeat(3000)}1${"; }".repeat(3000)}`;
  expect(sites(deep, port)).toBeNull();
});
