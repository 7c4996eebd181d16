# Virtual machines and their networks, beside a member of each cluster.
let
  # The member on this host first, then the others, should it be down.
  flaredb = [
    "node2:2479"
    "node1:2479"
    "node3:2479"
  ];
  iam = "node1:3000";
in
{
  imports = [ ./cluster.nix ];

  networking.hostName = "node2";

  services = {
    chainfire.settings.cluster.nodeId = 2;
    flaredb.settings.cluster.nodeId = 2;

    plasmavmc = {
      enable = true;
      openFirewall = true;
      settings.endpoints = { inherit iam flaredb; };
    };

    novanet = {
      enable = true;
      openFirewall = true;
      settings.endpoints = { inherit iam flaredb; };
    };
  };

  # The NixOS release of the first installation. Leave it at upgrades.
  system.stateVersion = "25.05";
}
