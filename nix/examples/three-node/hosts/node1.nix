# Identity, beside a member of each cluster.
let
  # The member on this host first, then the others, should it be down.
  flaredb = [
    "node1:2479"
    "node2:2479"
    "node3:2479"
  ];
in
{
  imports = [ ./cluster.nix ];

  networking.hostName = "node1";

  services = {
    chainfire.settings.cluster.nodeId = 1;
    flaredb.settings.cluster.nodeId = 1;

    iam = {
      enable = true;
      openFirewall = true;
      settings.endpoints = { inherit flaredb; };
    };
  };

  # The NixOS release of the first installation. Leave it at upgrades.
  system.stateVersion = "25.05";
}
