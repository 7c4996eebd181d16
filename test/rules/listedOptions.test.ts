/** What the list of NixOS's options that comes with the product says of configurations whose NixOS nobody can read. */
import { describe, test } from "vitest";
import { checkListed } from "../support/listedOptions.ts";

describe("names that NixOS does not have", () => {
  test("the first wrong part is underlined, at any level", () =>
    checkListed(`
#- /configuration.nix
{
  system.stateVersion = "24.11";
  services.openssh.enabel = true;
#                  ^^^^^^ warning[unknown-option]: The option services.openssh.enabel is not in NixOS as known in 2026-03. Did you mean services.openssh.enable?
  networking.firewall.allowedTCPPort = [ 22 ];
#                     ^^^^^^^^^^^^^^ warning[unknown-option]: The option networking.firewall.allowedTCPPort is not in NixOS as known in 2026-03. Did you mean networking.firewall.allowedTCPPorts?
  time.timezone = "Europe/Berlin";
#      ^^^^^^^^ warning[unknown-option]: The option time.timezone is not in NixOS as known in 2026-03. Did you mean time.timeZone?
  service.nginx.enable = true;
# ^^^^^^^ warning[unknown-option]: The option service is not in NixOS as known in 2026-03. Did you mean services?
}
`));

  test("below a name of the user's own only where another name is near", () =>
    checkListed(`
#- /configuration.nix
{
  system.stateVersion = "24.11";
  services.nginx.virtualHosts.a.location."/".proxyPass = "http://b";
#                               ^^^^^^^^ warning[unknown-option]: The option services.nginx.virtualHosts.a.location is not in NixOS as known in 2026-03. Did you mean services.nginx.virtualHosts.a.locations?
  systemd.services.x.serviceconfig.User = "x";
#                    ^^^^^^^^^^^^^ warning[unknown-option]: The option systemd.services.x.serviceconfig is not in NixOS as known in 2026-03. Did you mean systemd.services.x.serviceConfig?
  services.nginx.virtualHosts.a.somethingNew = true;
}
`));

  test("a level that was left out", () =>
    checkListed(`
#- /configuration.nix
{
  system.stateVersion = "24.11";
  networking.allowedTCPPorts = [ 22 ];
#            ^^^^^^^^^^^^^^^ warning[unknown-option]: The option networking.allowedTCPPorts is not in NixOS as known in 2026-03. Did you mean networking.firewall.allowedTCPPorts?
}
`));

  test("what is right is silent", () =>
    checkListed(`
#- /configuration.nix
{ config, lib, pkgs, ... }:
{
  system.stateVersion = "24.11";
  time.timeZone = "Europe/Berlin";
  services.openssh = {
    enable = true;
    settings.PermitRootLogin = "no";
    settings.AllowUsers = [ "a" ];
    settings.AnythingElse = "yes";
  };
  services.nginx.virtualHosts.a.locations."/".proxyPass = "http://b";
  systemd.services.x.serviceConfig.User = "x";
  users.users.anna = { isNormalUser = true; extraGroups = [ "wheel" ]; };
  environment.systemPackages = with pkgs; [ git ];
  programs.zsh.enable = lib.mkDefault true;
  boot.loader.systemd-boot.enable = true;
  fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; options = [ "noatime" ]; };
  nix.settings.experimental-features = [ "nix-command" "flakes" ];
}
`));

  test("a host that may have more than can be read is only told of near names", () =>
    checkListed(`
#- /configuration.nix
{ inputs, ... }:
{
  imports = [ inputs.flatpaks.nixosModules.default ];
  system.stateVersion = "24.11";
  services.unheardOf.enable = true;
  services.flatpaks-extra.package = true;
  services.opensh.enable = true;
#          ^^^^^^ warning[unknown-option]: The option services.opensh is not in NixOS as known in 2026-03. Did you mean services.openssh?
}
`));

  test("what the workspace declares itself is its own, also where NixOS has it", () =>
    checkListed(`
#- /configuration.nix
{ lib, ... }:
{
  config.system.stateVersion = "24.11";
  options.services.nginx = lib.mkOption { type = lib.types.attrsOf lib.types.str; default = { }; };
  options.services.mine.colour = lib.mkOption { type = lib.types.str; };
  config.services.nginx.enabel = "x";
  config.services.mine.colour = "red";
}
`));
});

describe("values that types refuse", () => {
  test("an error where the later look confirms the type, else a warning", () =>
    checkListed(`
#- /configuration.nix
{
  system.stateVersion = "24.11";
  services.openssh.enable = "yes";
#                           ^^^^^ error[type-mismatch]: services.openssh.enable takes a boolean, not the string "yes".
  services.grafana.settings.server.http_port = "3000";
#                                              ^^^^^^ warning[type-mismatch]: services.grafana.settings.server.http_port takes a 16 bit unsigned integer; between 0 and 65535 (both inclusive), not the string "3000" (as known in 2026-03).
}
`));
});
