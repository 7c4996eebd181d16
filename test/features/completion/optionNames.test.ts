import { describe, expect, test } from "vitest";
import { completeAt, labels, typedLabels, type World } from "../../support/features.ts";

const chainfire = ["enable", "dataDir", "listenAddress", "openFirewall", "package", "port", "settings"];
const services = ["chainfire", "flaredb", "nginx", "openssh", "xserver"];
const flake: World = { uri: "file:///etc/nixos/flake.nix" };

describe("option names, wherever they can be written", () => {
  test.each([
    ["dotted", "{ services.chainfire.$0 }"],
    ["dotted, with a value", "{ services.chainfire.$0 = true; }"],
    ["nested", "{ services = { chainfire = { $0 }; }; }"],
    ["nested, without the last semicolon", "{ services = { chainfire = { $0 } }"],
    ["mixed", "{ services.chainfire = { $0 }; }"],
    ["mixed the other way", "{ services = { chainfire.$0 }; }"],
    ["quoted before", '{ services."chainfire".$0 }'],
    ["before another binding", "{\n  services.chainfire.$0\n  services.flaredb.enable = true;\n}"],
    ["before a nested set", "{\n  services.chainfire.$0\n  services = { flaredb.enable = true; };\n}"],
    ["after a binding without its semicolon", "{\n  services.flaredb.enable = true\n  services.chainfire.$0 = 1;\n}"],
    ["below a binding without its semicolon", "{\n  services.flaredb.enable = true\n  services.chainfire.$0\n}"],
    ["below a list without its semicolon", "{\n  boot.kernelModules = [ x ]\n  services.chainfire.$0\n}"],
    ["below a string without its semicolon", '{\n  networking.hostName = "a"\n  services.chainfire.$0\n  x = 1;\n}'],
    ["with nothing after it", "{ config, lib, ... }:\n{\n  services.chainfire.$0"],
    ["in a module function", "{ config, lib, pkgs, ... }: { services.chainfire.$0 }"],
    ["in a module function with a trailing comma", "{ config, lib, ..., }: { services.chainfire.$0 }"],
    ["in a module function of a name", "args: { services.chainfire.$0 }"],
    ["in a function that makes a module", "{ id }: { config, ... }: { services.chainfire.$0 }"],
    ["under a let", "{ config, ... }: let cfg = config.a; in { services.chainfire.$0 }"],
    ["under config", "{ ... }: { config = { services.chainfire.$0 }; }"],
    ["under config, dotted", "{ ... }: { config.services.chainfire.$0 }"],
    ["in mkIf", "{ lib, ... }: { config = lib.mkIf true { services.chainfire.$0 }; }"],
    [
      "in mkIf with a long condition",
      "{ lib, config, ... }: { config = lib.mkIf (config.a && b == c) { services.chainfire = { $0 }; }; }",
    ],
    ["in mkMerge", "{ lib, ... }: { config = lib.mkMerge [ { a = 1; } { services.chainfire.$0 } ]; }"],
    ["in mkIf in mkMerge", "{ lib, ... }: { config = lib.mkMerge [ (lib.mkIf x { services.chainfire.$0 }) ]; }"],
    ["in mkIf at an option", "{ lib, ... }: { services.chainfire = lib.mkIf true { $0 }; }"],
    ["in mkForce at an option", "{ lib, ... }: { services.chainfire = lib.mkForce { $0 }; }"],
    ["with lib;", "{ lib, ... }: with lib; { config = mkIf true { services.chainfire.$0 }; }"],
    ["in an if", "{ x, ... }: { services.chainfire = if x then { $0 } else { }; }"],
    ["on the right of //", "{ ... }: { services.chainfire = { a = 1; } // { $0 }; }"],
    ["in optionalAttrs", "{ lib, ... }: { services.chainfire = lib.optionalAttrs x { $0 }; }"],
    ["in a module in imports", "{ imports = [ ./a.nix { services.chainfire.$0 } ]; }"],
    ["in a function in imports", "{ imports = [ ({ pkgs, ... }: { services.chainfire.$0 }) ]; }"],
    ["after a comment", "{\n  # services = {\n  services.chainfire.$0\n}"],
    ["after a string with a bracket", '{\n  networking.hostName = "a{";\n  services.chainfire.$0\n}'],
    ["with CRLF", "{\r\n  services.chainfire.$0\r\n  services.flaredb.enable = true;\r\n}\r\n"],
    ["after emoji", '{ networking.hostName = "🎉"; services.chainfire.$0 }'],
    ["in a set bound by let", "let common = { services.chainfire.$0 }; in { imports = [ common ]; }"],
    ["in a function bound by let", "let mkNode = id: { services.chainfire.$0 }; in mkNode 1"],
    ["in the argument of an unknown function", "{ nodes, ... }: mkNode 1 { services.chainfire.$0 }"],
    ["in a container", "{ containers.db.config = { services.chainfire.$0 }; }"],
    ["in a container's function", "{ containers.db.config = { pkgs, ... }: { services.chainfire = { $0 }; }; }"],
  ])("%s", (_, text) => expect(typedLabels(text)).toEqual(chainfire));

  test.each([
    ["nixosSystem", "modules = [ ./a.nix { services.chainfire.$0 } ];"],
    ["nixosSystem, a function", "modules = [ ({ config, ... }: { services.chainfire = { $0 }; }) ];"],
    ["nixosSystem, half typed", "modules = [ { services.chainfire.$0 "],
    ["nixosSystem, before other modules", "modules = [ { services.chainfire.$0 } ./b.nix inputs.x.nixosModules.y ];"],
    ["nixosSystem, a joined list", "modules = [ ./a.nix ] ++ [ { services.chainfire.$0 } ];"],
  ])("in a flake: %s", (_, modules) => {
    const text = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  outputs = { self, nixpkgs, ... }@inputs: {
    nixosConfigurations.node1 = nixpkgs.lib.nixosSystem {
      system = "x86_64-linux";
      ${modules}
    };
  };
}`;
    expect(typedLabels(text, flake)).toEqual(chainfire);
  });

  test.each([
    ["a nixosModules entry", "nixosModules.default = { config, ... }: { services.chainfire.$0 };"],
    ["a colmena node", "colmena = { meta = { }; node1 = { services.chainfire.$0 }; };"],
    ["colmena's defaults", "colmena.defaults = { pkgs, ... }: { services.chainfire.$0 };"],
    ["a hive function", "colmenaHive = colmena.lib.makeHive { node1 = { services.chainfire.$0 }; };"],
    [
      "a function that makes hosts",
      'nixosConfigurations.a = mkHost { name = "a"; modules = [ { services.chainfire.$0 } ]; };',
    ],
    ["a function with a module argument", 'nixosConfigurations.a = mkHost "a" { services.chainfire.$0 };'],
    [
      "genAttrs",
      "nixosConfigurations = lib.genAttrs names (name: nixpkgs.lib.nixosSystem { modules = [ { services.chainfire.$0 } ]; });",
    ],
    ["flake-parts", "flake.nixosModules.a = { services.chainfire.$0 };"],
    ["a let in outputs", "x = let base = { services.chainfire.$0 }; in base;"],
    ["modules bound by let", "y = let shared = [ { services.chainfire.$0 } ]; in shared;"],
  ])("in a flake: %s", (_, outputs) => {
    const text = `{ outputs = { self, nixpkgs, colmena, ... }: { ${outputs} }; }`;
    expect(typedLabels(text, flake)).toEqual(chainfire);
  });

  test("in a hive file", () => {
    const hive = { uri: "file:///etc/nixos/hive.nix" };
    expect(typedLabels("{ meta = { }; node1 = { pkgs, ... }: { services.chainfire.$0 }; }", hive)).toEqual(chainfire);
    expect(typedLabels("{ meta.$0 }", hive)).toEqual([]);
  });

  test.each([
    [
      "the module itself",
      "{ $0 }",
      [
        "boot",
        "environment",
        "networking",
        "services",
        "system",
        "users",
        "config",
        "containers",
        "imports",
        "options",
      ],
    ],
    ["an empty path", "{ services.$0 }", services],
    ["a typed prefix", "{ services.chainfire.p$0 }", chainfire],
    ["an element of a list", "{ services.chainfire.settings.cluster.peers = [ { $0 } ]; }", ["address", "id"]],
    [
      "a further element",
      "{ services.chainfire.settings.cluster.peers = [ { id = 1; } { i$0 } ]; }",
      ["address", "id"],
    ],
    [
      "an element, nested",
      "{ services.chainfire = { settings.cluster = { peers = [ { id = 1; $0 } ]; }; }; }",
      ["address"],
    ],
    ["any name of attrsOf", '{ services.nginx.virtualHosts."a.b".$0 }', ["locations", "root"]],
    ["any name twice", '{ services.nginx.virtualHosts."a.b".locations."/".$0 }', ["proxyPass"]],
    ["a computed name", "{ services.nginx.virtualHosts.${x}.$0 }", ["locations", "root"]],
    ["mapAttrs", "{ services.nginx.virtualHosts = lib.mapAttrs (name: value: { $0 }) hosts; }", ["locations", "root"]],
    ["genAttrs", "{ services.nginx.virtualHosts = lib.genAttrs names (name: { $0 }); }", ["locations", "root"]],
    ["map over a list", "{ services.chainfire.settings.cluster.peers = map (id: { $0 }) ids; }", ["address", "id"]],
    ["a freeform submodule", "{ services.chainfire.settings.$0 }", ["cluster", "endpoints"]],
    ["where options are declared", "{ options.services.$0 }", ["chainfire", "flaredb", "nginx", "openssh", "xserver"]],
    [
      "an empty file's set",
      "{$0}",
      [
        "boot",
        "environment",
        "networking",
        "services",
        "system",
        "users",
        "config",
        "containers",
        "imports",
        "options",
      ],
    ],
  ])("%s", (_, text, expected) => expect(typedLabels(text)).toEqual(expected));
});

describe("half-typed text", () => {
  test.each([
    ["a lone word at the top", "{ se$0 }", ["services"]],
    ["a word after a path", "{ services.ch$0 }", ["chainfire"]],
    ["inside a word", "{ services.ch$0ainfire }", ["chainfire"]],
    ["a binding without a value", "{ services.chainfire.po$0 = }", ["port"]],
    ["an unclosed string before it", '{ networking.hostName = "abc;\n  services.chainfire.p$0\n}', ["package", "port"]],
    ["what reads as formals", "{ services = { chainfire = { p$0 } ; }; }", ["package", "port"]],
    ["another error after it", "{ services.chainfire.p$0\n  networking = { firewall. };\n}", ["package", "port"]],
    [
      "unclosed sets around it",
      "{ config, ... }: {\n  services = {\n    chainfire = {\n      p$0",
      ["package", "port"],
    ],
    [
      "between bindings",
      "{\n  services.chainfire.enable = true;\n  n$0\n  services.flaredb.enable = true;\n}",
      ["networking"],
    ],
    ["quotes", '{ services."ch$0" }', ["chainfire"]],
    ["an open quote", '{ services."ch$0\n}', ["chainfire"]],
  ])("%s", (_, text, expected) => expect(labels(text)).toEqual(expected));
});

describe("what a set defines already", () => {
  test.each([
    [
      "is left out",
      "{ services.chainfire = { enable = true; port = 1; $0 }; }",
      ["dataDir", "listenAddress", "openFirewall", "package", "settings"],
    ],
    ["is left out in dotted form", "{ services.chainfire.enable = true; services.chainfire.$0 }", chainfire.slice(1)],
    ["stays where more can follow", "{ services.chainfire.enable = true; services.$0 }", services],
    ["does not count elsewhere", "{ services.flaredb.enable = true; services.chainfire.$0 }", chainfire],
    ["does not count at the cursor", "{ services.chainfire = { port$0 = 1; }; }", chainfire],
    [
      "counts for the module's own parts",
      "{ imports = [ ]; $0 }",
      ["boot", "environment", "networking", "services", "system", "users", "config", "containers", "options"],
    ],
    ["rules options out beside config", "{ config = { }; $0 }", ["imports", "options"]],
    [
      "inherit counts",
      "{ services.chainfire = { inherit port; $0 }; }",
      ["enable", "dataDir", "listenAddress", "openFirewall", "package", "settings"],
    ],
  ])("%s", (_, text, expected) => expect(typedLabels(text)).toEqual(expected));
});

describe("no option names", () => {
  test.each([
    ["in a comment", "{ # services.$0\n}"],
    ["in a block comment", "{ /* services.$0 */ }"],
    ["in a string", '{ networking.hostName = "services.$0"; }'],
    ["in an indented string", "{ a = ''\n  services.$0\n''; }"],
    ["after a value", "{ a = 1$0; }"],
    ["below a value", "{ services.chainfire.port.$0 }"],
    ["under an unknown option", "{ services.unknown.$0 }"],
    ["where a let binds names", "let $0 in { }"],
    ["in mkOption", "{ lib, ... }: { options.a = lib.mkOption { default = { $0 }; }; }"],
    ["in a package", "{ stdenv, fetchurl }: stdenv.mkDerivation { $0 }"],
    ["in a package's function", "{ stdenv, fetchurl }: { $0 }"],
    ["in a shell", "{ pkgs ? import <nixpkgs> { } }: pkgs.mkShell { $0 }"],
    ["in an argument of no known kind", "{ lib, ... }: { a = f { $0 }; }"],
    ["in a condition", "{ lib, ... }: lib.mkIf ({ $0 } == x) { }"],
    ["of a read-only or internal option", "{ system.internal$0 }"],
  ])("%s", (_, text) => {
    const offered = typedLabels(text);
    for (const name of ["services", "chainfire", "enable", "build", "internalThing"])
      expect(offered).not.toContain(name);
  });

  test("outside of a flake's modules", () => {
    expect(typedLabels("{ $0 }", flake)).toEqual(["description", "inputs", "outputs", "nixConfig"]);
    expect(typedLabels("{ inputs.x.$0 }", flake)).toEqual(["url", "follows", "inputs", "flake"]);
    expect(typedLabels("{ outputs = { self }: { packages.$0 }; }", flake)).toEqual([]);
  });
});

describe("calls", () => {
  test("mkOption's own attributes", () => {
    const offered = typedLabels("{ lib, ... }: { options.a = lib.mkOption { type = x; $0 }; }");
    expect(offered.slice(0, 3)).toEqual(["default", "defaultText", "description"]);
  });
  test("the formals of a function in reach", () => {
    expect(typedLabels("let f = { id, name ? 1 }: id; in f { $0 }")).toEqual(["id", "name"]);
    expect(typedLabels("let f = { id, name ? 1 }: id; in f { id = 1; $0 }")).toEqual(["name"]);
  });
});

test("the replaced range is the word, no more", () => {
  const result = completeAt("{ services.ch$0ainfire = 1; }");
  expect(result?.range).toEqual({ start: 11, end: 20 });
  expect(completeAt("{ services.$0 }")?.range).toEqual({ start: 11, end: 11 });
});
