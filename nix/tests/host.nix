# Modules → the host that they make, evaluated without NixOS: what ../lib/nixos-base.nix declares
# stands in for it.
{ lib, pkgs }:
modules:
lib.evalModules {
  modules = [
    ../lib/nixos-base.nix
    ../modules
    { _module.args = { inherit pkgs; }; }
  ]
  ++ modules;
}
