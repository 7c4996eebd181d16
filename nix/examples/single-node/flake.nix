# One host that runs all eight services of PlasmaCloud.
#
# Before installing, replace what is marked CHANGE in this folder:
#   flake.nix                 where PlasmaCloud's flake is to be had
#   base.nix                  administrator's key, time zone
#   network.nix               network interface, address, gateway
#   hardware/cloud.nix        what `nixos-generate-config` found on the machine
#   hardware/cloud-disks.nix  file systems
{
  description = "PlasmaCloud on one host";

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
      nixosConfigurations.cloud = nixpkgs.lib.nixosSystem {
        modules = [
          plasmacloud.nixosModules.default
          { nixpkgs.overlays = [ plasmacloud.overlays.default ]; }
          ./base.nix
          ./network.nix
          ./hardware/cloud.nix
          ./hardware/cloud-disks.nix
          ./hosts/cloud.nix
        ];
      };
    };
}
