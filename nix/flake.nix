{
  description = "PlasmaCloud for NixOS";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs, ... }:
    let
      inherit (nixpkgs) lib;
      registry = import ./services.nix;

      exampleHosts =
        name:
        ((import (./examples + "/${name}/flake.nix")).outputs {
          self = throw "the examples do not use `self`";
          inherit nixpkgs;
          plasmacloud = self;
        }).nixosConfigurations;
    in
    {
      nixosModules =
        lib.mapAttrs (name: _: ./modules + "/${name}.nix") registry.services
        // {
          default = ./modules/default.nix;
          plasmacloud = ./modules/default.nix;
        };

      nixosConfigurations = lib.concatMapAttrs (_: hosts: hosts) {
        single-node = exampleHosts "single-node";
        three-node = exampleHosts "three-node";
        minimal = exampleHosts "minimal";
      };
    };
}
