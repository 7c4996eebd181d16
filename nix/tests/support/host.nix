# Modules → the host that they make, evaluated without NixOS: what ../../lib/nixos-base.nix declares
# stands in for it.
{ lib, pkgs }:
let
  evaluate =
    modules:
    lib.evalModules {
      modules = [
        ../../lib/nixos-base.nix
        { _module.args = { inherit pkgs; }; }
      ]
      ++ modules;
    };
in
rec {
  inherit evaluate;

  # The configuration of a host with all of PlasmaCloud's modules.
  configOf =
    module:
    (evaluate [
      ../../modules
      module
    ]).config;

  # The messages of the assertions that fail there.
  failuresOf =
    module:
    map (entry: entry.message) (lib.filter (entry: !entry.assertion) (configOf module).assertions);

  # Whether a value of that configuration can be computed at all.
  isAccepted =
    select: module:
    let
      value = select (configOf module);
    in
    (builtins.tryEval (builtins.deepSeq value true)).success;

  # The hosts of an example, as its own flake makes them.
  hostsOf =
    name:
    ((import (../../examples + "/${name}/flake.nix")).outputs {
      self = throw "the examples do not use `self`";
      nixpkgs.lib = lib // {
        nixosSystem = { modules, ... }: evaluate modules;
      };
      plasmacloud = {
        nixosModules.default = ../../modules;
        overlays.default = _: _: { };
      };
    }).nixosConfigurations;
}
