import { describe, expect, test } from "vitest";
import { accept, itemAt, labels, typedLabels } from "../../support/features.ts";

describe("values that a type allows", () => {
  test.each([
    ["a boolean, the likelier first", "{ services.chainfire.enable = $0; }", ["true", "false"]],
    ["a boolean that is true by default", "{ networking.firewall.enable = $0; }", ["false", "true"]],
    ["a boolean without what follows", "{ services.chainfire.enable = $0", ["true", "false"]],
    ["a boolean, typed on", "{ services.chainfire.enable = t$0; }", ["true", "false"]],
    [
      "a boolean before another binding",
      "{\n  services.chainfire.enable = $0\n  services.flaredb.port = 1;\n}",
      ["true", "false"],
    ],
    ["nested", "{ services = { chainfire = { enable = $0 }; }; }", ["true", "false"]],
    ["mkDefault", "{ lib, ... }: { services.chainfire.enable = lib.mkDefault $0; }", ["true", "false"]],
    ["mkForce in parentheses", "{ lib, ... }: { services.chainfire.enable = lib.mkForce ($0); }", ["true", "false"]],
    ["mkIf", "{ lib, ... }: { services.chainfire.enable = lib.mkIf x $0; }", ["true", "false"]],
    ["if", "{ services.chainfire.enable = if x then $0 else false; }", ["true", "false"]],
    [
      "members of an enum, the default first",
      "{ services.openssh.settings.PermitRootLogin = $0; }",
      ['"prohibit-password"', '"no"', '"yes"'],
    ],
    [
      "members between quotes",
      '{ services.openssh.settings.PermitRootLogin = "$0"; }',
      ["prohibit-password", "no", "yes"],
    ],
    [
      "members in an open quote",
      '{ services.openssh.settings.PermitRootLogin = "n$0',
      ["prohibit-password", "no", "yes"],
    ],
    ["null or a string", "{ services.nginx.virtualHosts.x.locations.y.proxyPass = $0; }", ["null", '""']],
    ["below attrsOf", "{ environment.variables.EDITOR = $0; }", ["null", '""']],
    ["a port with its default", "{ services.chainfire.port = $0; }", ["2379"]],
    ["a list", "{ boot.kernelModules = $0; }", ["[ ]"]],
    [
      "an element",
      "{ environment.systemPackages = [ $0 ]; }",
      ["pkgs.chainfire-server", "pkgs.flaredb-server", "pkgs.bash", "pkgs.nano"],
    ],
    ["a list of submodules", "{ services.chainfire.settings.cluster.peers = $0; }", ["[ { … } ]", "[ ]"]],
    ["a set", "{ services.nginx.virtualHosts = $0; }", ["{ }"]],
    ["an element that is a submodule", "{ services.chainfire.settings.cluster.peers = [ $0 ]; }", ["{ … }", "{ }"]],
  ])("%s", (_, text, expected) => expect(typedLabels(text)).toEqual(expected));

  test("the platform's package first, then others that options name", () => {
    expect(typedLabels("{ services.flaredb.package = $0; }")[0]).toBe("pkgs.flaredb-server");
    expect(typedLabels("{ services.flaredb.package = $0; }")).toContain("pkgs.chainfire-server");
    expect(labels("{ pkgs, ... }: { services.flaredb.package = pkgs.fl$0; }")).toEqual(["flaredb-server"]);
    expect(labels("{ pkgs, ... }: { environment.systemPackages = with pkgs; [ na$0 ]; }")).toContain("nano");
  });

  test("text of an enum between quotes brings none of its own", () => {
    expect(accept('{ services.openssh.settings.PermitRootLogin = "$0"; }', "no")).toBe(
      '{ services.openssh.settings.PermitRootLogin = "no"; }',
    );
    expect(accept('{ services.openssh.settings.PermitRootLogin = "pro$0hib"; }', "prohibit-password")).toBe(
      '{ services.openssh.settings.PermitRootLogin = "prohibit-password"; }',
    );
    expect(accept("{ services.openssh.settings.PermitRootLogin = n$0; }", '"no"')).toBe(
      '{ services.openssh.settings.PermitRootLogin = "no"; }',
    );
  });

  test("a list of submodules comes with what each must have", () => {
    expect(itemAt("{ services.chainfire.settings.cluster.peers = $0; }", "[ { … } ]").insert).toBe(
      '[\n\t{\n\t\tid = $1;\n\t\taddress = "${2:10.0.0.1:2380}";\n\t}\n]',
    );
  });

  test("defaults say so", () => {
    expect(itemAt("{ services.chainfire.enable = $0; }", "false").note).toBe("default");
  });
});

test.each(["$0", "\n$0\n", "mod$0"])("an empty file offers a module to begin with: %j", (text) => {
  expect(typedLabels(text)).toEqual(["{ config, lib, pkgs, ... }:"]);
});

describe("no values of a type", () => {
  test.each([
    ["plain text of a string option", '{ networking.hostName = "$0"; }'],
    ["a condition", "{ services.chainfire.enable = if $0 then true else false; }"],
    ["an operand", "{ services.chainfire.port = 1 + $0; }"],
    ["an argument of another function", "{ services.chainfire.enable = f $0; }"],
    ["an unknown option", "{ services.unknown.enable = $0; }"],
    ["a binding of let", "let enable = $0; in enable"],
    ["an interpolation", '{ services.openssh.settings.PermitRootLogin = "${$0}"; }'],
    ["after a value", "{ services.chainfire.enable = true $0; }"],
    ["a comment", "{ services.chainfire.enable = # $0\n true; }"],
  ])("%s", (_, text) => expect(typedLabels(text)).toEqual([]));
});
