import { describe, expect, test } from "vitest";
import { hostView, labels, typedLabels } from "../../support/features.ts";

const chainfire = ["enable", "dataDir", "listenAddress", "openFirewall", "package", "port", "settings"];

describe("reads of options", () => {
  test.each([
    ["config", "{ config, ... }: { a = config.services.chainfire.$0; }"],
    ["config, nothing after it", "{ config, ... }: { a = config.services.chainfire.$0"],
    ["config, before another binding", "{ config, ... }: {\n  a = config.services.chainfire.$0\n  b = 1;\n}"],
    ["a typed prefix", "{ config, ... }: { a = config.services.chainfire.po$0; }"],
    ["in an interpolation", '{ config, ... }: { a = "http://${config.services.chainfire.$0}"; }'],
    [
      "in an indented interpolation",
      "{ config, ... }: { a = ''\n  port ${toString config.services.chainfire.$0}\n''; }",
    ],
    ["in a condition", "{ config, lib, ... }: { config = lib.mkIf config.services.chainfire.$0 { }; }"],
    ["in a list", "{ config, ... }: { networking.firewall.allowedTCPPorts = [ config.services.chainfire.$0 ]; }"],
    ["in an argument", "{ config, ... }: { a = toString config.services.chainfire.$0; }"],
    ["in an operation", "{ config, ... }: { a = 1 + config.services.chainfire.$0; }"],
    ["a let", "{ config, ... }: let cfg = config.services.chainfire; in { a = cfg.$0; }"],
    ["a chain of lets", "{ config, ... }: let s = config.services; cfg = s.chainfire; in { a = cfg.$0; }"],
    ["a let inside a let", "{ config, ... }: let s = config.services; in let cfg = s.chainfire; in { a = cfg.$0; }"],
    ["in another binding of the let", "{ config, ... }: let cfg = config.services.chainfire; x = cfg.$0; in { }"],
    ["an inherit in a let", "{ config, ... }: let inherit (config.services) chainfire; in { a = chainfire.$0; }"],
    ["an inherit in a set", "{ config, ... }: { inherit (config.services.chainfire) $0; }"],
    ["an inherit of a let", "{ config, ... }: let cfg = config.services.chainfire; in { inherit (cfg) $0; }"],
    ["a with", "{ config, ... }: with config.services; { a = chainfire.$0; }"],
    ["the @-argument", "args@{ config, ... }: { a = args.config.services.chainfire.$0; }"],
    ["a quoted name", '{ config, ... }: { a = config.services."chainfire".$0; }'],
    ["a fallback before it", "{ config, ... }: { a = (config.services.chainfire or { }).$0; }"],
    ["a rec set", "{ config, ... }: rec { cfg = config.services.chainfire; a = cfg.$0; }"],
    ["an if", "{ config, x, ... }: let cfg = if x then config.services.chainfire else { }; in { a = cfg.$0; }"],
    ["a set of shortcuts", "{ config, ... }: let c = { a = config.services.chainfire; }; in { x = c.a.$0; }"],
    ["a dotted let", "{ config, ... }: let c.a = config.services.chainfire; in { x = c.a.$0; }"],
    ["a flake's host", "{ self, ... }: { a = self.nixosConfigurations.node1.config.services.chainfire.$0; }"],
    ["a computed host", "{ self, n, ... }: { a = self.nixosConfigurations.${n}.config.services.chainfire.$0; }"],
    ["a hive's node", "{ nodes, ... }: { a = nodes.node1.config.services.chainfire.$0; }"],
    ["a host made here", "{ nixpkgs }: let h = nixpkgs.lib.nixosSystem { }; in h.config.services.chainfire.$0"],
    ["options", "{ options, ... }: { a = options.services.chainfire.$0; }"],
  ])("%s", (_, text) => expect(typedLabels(text)).toEqual(chainfire));

  test.each([
    ["the first name", "{ config, ... }: { a = config.ser$0; }", ["services"]],
    ["read-only options too", "{ config, ... }: { a = config.system.b$0; }", ["build"]],
    ["below any name", '{ config, ... }: { a = config.users.users."x".$0; }', ["isNormalUser", "shell"]],
    ["the parts of an option", "{ options, ... }: { a = options.services.chainfire.port.is$0; }", ["isDefined"]],
  ])("%s", (_, text, expected) => expect(labels(text)).toEqual(expected));

  const instances = ["locations", "root"];
  test.each([
    ["mapAttrs", "lib.mapAttrs (name: host: host.$0) config.services.nginx.virtualHosts", instances],
    [
      "mapAttrs through a let",
      "let v = config.services.nginx.virtualHosts; in lib.mapAttrs (n: host: { a = host.$0; }) v",
      instances,
    ],
    ["mapAttrsToList", "lib.mapAttrsToList (name: host: host.$0) config.services.nginx.virtualHosts", instances],
    ["attrValues", "map (host: host.$0) (lib.attrValues config.services.nginx.virtualHosts)", instances],
    ["map", "map (p: p.$0) config.services.chainfire.settings.cluster.peers", ["address", "id"]],
    ["forEach", "lib.forEach config.services.chainfire.settings.cluster.peers (p: p.$0)", ["address", "id"]],
    [
      "concatMapStringsSep",
      'lib.concatMapStringsSep "," (p: p.$0) config.services.chainfire.settings.cluster.peers',
      ["address", "id"],
    ],
    ["the name itself", "lib.mapAttrs (name: host: name.$0) config.services.nginx.virtualHosts", []],
    ["a function of another kind", "f (p: p.$0) config.services.chainfire.settings.cluster.peers", []],
  ])("an element given to the function of %s", (_, text, expected) =>
    expect(typedLabels(`{ config, lib, ... }: { a = ${text}; }`)).toEqual(expected),
  );

  test("names that need quotes get them", () => {
    expect(labels("{ config, ... }: { a = config.services.xserver.windowManager.$0; }")).toEqual(['"2bwm"']);
  });

  test("the names that hosts use", () => {
    const hosts = [hostView("a", { "users.users.alice.shell": "x", 'users.users."b c".shell': "y" })];
    expect(labels("{ config, ... }: { x = config.users.users.$0; }", { hosts })).toEqual(["alice", '"b c"']);
    expect(labels("{ users.users.$0 }", { hosts })).toEqual(["alice", '"b c"']);
  });

  test("a let in an imported file", () => {
    const files = { "file:///etc/nixos/ports.nix": "{ api = 2379; raft.port = 2380; }" };
    expect(typedLabels("let p = import ./ports.nix; in p.$0", { files })).toEqual(["api", "raft"]);
    expect(typedLabels("let p = import ./ports.nix; in p.raft.$0", { files })).toEqual(["port"]);
    const made = { "file:///etc/nixos/ports.nix": "{ base }: { api = base; }" };
    expect(typedLabels("let p = import ./ports.nix { base = 1; }; in p.$0", { files: made })).toEqual(["api"]);
  });
});

describe("nothing known to read", () => {
  test.each([
    ["another argument", "{ foo, ... }: { a = foo.services.$0; }"],
    ["a shadowed config", "{ config, ... }: let config = 1; in { a = config.services.$0; }"],
    ["a lambda's own argument", "{ config, ... }: { a = map (config: config.services.$0) [ ]; }"],
    [
      "a submodule's config",
      "{ lib, ... }: { options.a = lib.mkOption { type = lib.types.submodule ({ config, ... }: { config.x = config.services.$0; }); }; }",
    ],
    ["below a value", "{ config, ... }: { a = config.services.chainfire.port.$0; }"],
    ["a comment", "{ config, ... }: { a = 1; # config.services.$0\n }"],
    ["plain text", '{ config, ... }: { a = "config.services.$0"; }'],
    ["a let that goes in circles", "let a = b; b = a; in a.$0"],
    ["a let that is its own", "let a = a.x; in a.$0"],
    ["a file that is not at hand", "(import ./missing.nix).$0"],
  ])("%s", (_, text) => expect(typedLabels(text)).toEqual([]));
});

describe("attributes that the text shows", () => {
  test.each([
    ["a let-bound set", "let s = { a = 1; b.c = 2; }; in s.$0", ["a", "b"]],
    ["below it", "let s = { a = 1; b.c = 2; b.d = 3; }; in s.b.$0", ["c", "d"]],
    ["two sets joined", "let s = { a = 1; } // { b = 2; }; in s.$0", ["a", "b"]],
    ["a function's result", "let f = x: { a = x; }; s = f 1; in s.$0", ["a"]],
    ["inherited names", "let a = 1; s = { inherit a; }; in s.$0", ["a"]],
    ["a rec set", "rec { s = { x = 1; }; t = s.$0; }", ["x"]],
  ])("%s", (_, text, expected) => expect(typedLabels(text)).toEqual(expected));
});
