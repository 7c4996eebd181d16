# Three hosts: chainfire and flaredb as clusters of three members each, which outlive the loss of
# one host, and the other services spread over the hosts.
#
#   node1  chainfire  flaredb  iam
#   node2  chainfire  flaredb  plasmavmc  novanet
#   node3  chainfire  flaredb  flashdns  fiberlb  lightningstor
#
# Before installing, replace what is marked CHANGE in this folder:
#   flake.nix            where PlasmaCloud's flake is to be had
#   base.nix             administrator's key, time zone
#   network.nix          network interface, addresses, gateway
#   hardware/nodeN.nix   what `nixos-generate-config` found on each machine
#   hardware/disks.nix   file systems of all hosts
#   hardware/storage.nix the storage disk of node3
{
  description = "PlasmaCloud on three hosts";

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
    let
      mkNode =
        name: modules:
        nixpkgs.lib.nixosSystem {
          modules = [
            plasmacloud.nixosModules.default
            { nixpkgs.overlays = [ plasmacloud.overlays.default ]; }
            ./base.nix
            ./network.nix
            ./hardware/disks.nix
            (./hardware + "/${name}.nix")
            (./hosts + "/${name}.nix")
          ]
          ++ modules;
        };
    in
    {
      nixosConfigurations = {
        node1 = mkNode "node1" [ ];
        node2 = mkNode "node2" [ ];
        node3 = mkNode "node3" [ ./hardware/storage.nix ];
      };
    };
}
