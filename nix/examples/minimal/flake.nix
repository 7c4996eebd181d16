# The smallest PlasmaCloud: iam and flaredb, and chainfire because flaredb needs one.
#
# Before installing, replace what is marked CHANGE in this folder:
#   flake.nix                where PlasmaCloud's flake is to be had
#   base.nix                 administrator's key, time zone
#   network.nix              network interface, address, gateway
#   hardware/core.nix        what `nixos-generate-config` found on the machine
#   hardware/core-disks.nix  file systems
{
  description = "PlasmaCloud's identity service and its database";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    plasmacloud = {
      # CHANGE: the owner of the repository, or wherever your copy of the flake is.
      url = "github:yourorg/plasmacloud?dir=nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    { nixpkgs, plasmacloud, ... }:
    {
      nixosConfigurations.core = nixpkgs.lib.nixosSystem {
        modules = [
          plasmacloud.nixosModules.default
          { nixpkgs.overlays = [ plasmacloud.overlays.default ]; }
          ./base.nix
          ./network.nix
          ./hardware/core.nix
          ./hardware/core-disks.nix
          ./hosts/core.nix
        ];
      };
    };
}
