/** What real configurations do that is right, and that a check which knows only a part of NixOS could take for wrong. */
import { describe, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("modules that extend options of NixOS", () => {
  test("a submodule of a service gets more options and definitions", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, config, ... }:
{
  options.services.nginx.virtualHosts = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { name, config, ... }:
        {
          options.internal = lib.mkEnableOption "only from inside";
          config.extraConfig = lib.mkIf (config.serverName == "x" || config.internal) "deny all;";
        }
      )
    );
  };
  config.services.nginx = {
    enable = true;
    recommendedProxySettings = true;
    virtualHosts."a.example" = {
      forceSSL = true;
      internal = true;
      locations."/".proxyPass = "http://[::1]:80";
    };
  };
  config.systemd.services.after-web = {
    after = [ config.systemd.services.nginx.name ];
    serviceConfig.Group = config.services.nginx.group;
  };
}
`));

  test("a service gets further options, also described ones", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, config, ... }:
{
  options.services.forge.mirrors = lib.mkOption {
    type = lib.types.listOf lib.types.str;
    default = [ ];
    description = "Repositories to mirror.";
  };
  config = {
    services.forge.enable = true;
    services.forge.settings.url = "x";
    services.forge.mirrors = [ "a" 1 ];
#                                  ^ error[type-mismatch]: services.forge.mirrors[1] takes a string, not the integer 1.
  };
}
`));

  test("a service with its own switch is the workspace's own", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  options.services.mirror = {
    enable = lib.mkEnableOption "mirror";
    jobs = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule { options.url = lib.mkOption { }; }); };
  };
  config.services.mirror.prot = 1;
#                        ^^^^ error[unknown-option]: The option services.mirror.prot does not exist.
  config.services.mirror.jobs.a.ulr = "x";
#                               ^^^ error[unknown-option]: The option services.mirror.jobs.a.ulr does not exist. Did you mean services.mirror.jobs.a.url?
}
`));
});

test("lists that several modules add to a setting of NixOS", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  imports = [ ./cache.nix ];
  nix.settings.extra-substituters = [ "https://a.example" ];
  nix.settings.experimental-features = [ "flakes" ];
  boot.kernel.sysctl."fs.inotify.max_user_watches" = 1;
}
#- /cache.nix
{
  nix.settings.extra-substituters = [ "https://b.example" ];
  nix.settings.experimental-features = "nix-command";
  boot.kernel.sysctl."fs.inotify.max_user_watches" = 2;
}
`));

test("units and users that NixOS itself defines", () =>
  checkDiagnostics(`
#- /configuration.nix
{ config, ... }:
{
  systemd.services.mine = {
    inherit (config.systemd.services.nscd) environment;
    after = [ config.systemd.services.nscd.name ];
    serviceConfig.User = config.users.users.root.name;
  };
}
`));

test("what a module that cannot be read may declare beside the workspace's own options", () =>
  checkDiagnostics(`
#- /configuration.nix
{ lib, secrets, ... }:
{
  imports = [ secrets.roles ];
  options.my.roles.web.enable = lib.mkEnableOption "web";
  options.my.place = lib.mkOption { default = "here"; };
  config.my.roles.eagle.enable = true;
  config.my.roles.web.enabel = true;
#                     ^^^^^^ error[unknown-option]: The option my.roles.web.enabel does not exist. Did you mean my.roles.web.enable?
}
`));

describe("what cannot be read may declare anything", () => {
  test("a submodule with an import that is not at hand", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, pkgs, ... }:
{
  options.sites = lib.mkOption {
    type = lib.types.attrsOf (lib.types.submodule { imports = [ (pkgs.path + "/nixos/vhost-options.nix") ]; });
    default = { };
  };
  config.sites.a.root = "/srv";
}
`));

  test("a set of NixOS that has no `enable` of its own gets one", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  options.security.acme.enable = lib.mkEnableOption "certificates";
  config.security.acme.acceptTerms = true;
}
`));

  test("a service of one's own is known whole all the same", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  options.services.forge.enable = lib.mkEnableOption "forge";
  config.services.forge.enabel = true;
#                       ^^^^^^ error[unknown-option]: The option services.forge.enabel does not exist. Did you mean services.forge.enable?
}
`));

  test("kernel modules as flags", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  boot.initrd.availableKernelModules = { usb_storage = true; };
  boot.kernelModules.kvm = true;
}
`));

  test("what colmena makes of a hive", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.colmena.url = "github:zhaofengli/colmena";
  outputs = { self, nixpkgs, colmena }: {
    colmena = {
      meta.nixpkgs = import nixpkgs { };
      a = { services.openssh.enable = true; };
    };
    colmenaHive = colmena.lib.makeHive self.outputs.colmena;
    nixosConfigurations = self.colmenaHive.nodes;
  };
}
`));

  test("tags that all hosts of a hive have, beside a host's own", () =>
    checkDiagnostics(`
#- /hive.nix
{
  defaults.deployment.tags = [ "all" ];
  a = { config, ... }: {
    deployment = {
      tags = [ "web" ];
      targetHost = "a.example";
      keys."secret".text = config.networking.hostName;
    };
    services.openssh.enable = config.deployment.buildOnTarget;
  };
}
`));

  test("another tool's hive, written as a flake", () =>
    checkDiagnostics(`
#- /hive.nix
{
  description = "ours";
  inputs.std.url = "github:divnix/std";
  outputs = { std, hive, ... }: hive.growOn { } { };
}
`));

  test("whether an input declares an option, asked below a condition that reads one's own option", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.agenix.url = "github:ryantm/agenix";
  outputs = { nixpkgs, agenix, ... }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      modules = [
        agenix.nixosModules.default
        { roles.web = true; }
        ({ lib, options, config, ... }: {
          options.roles.web = lib.mkEnableOption "web";
          config = lib.mkIf config.roles.web (lib.optionalAttrs (options ? age) { age.x = 1; });
        })
      ];
    };
  };
}
`));
});
