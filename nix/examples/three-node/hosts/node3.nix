# Names, load balancing and storage, beside a member of each cluster.
let
  # The member on this host first, then the others, should it be down.
  flaredb = [
    "node3:2479"
    "node1:2479"
    "node2:2479"
  ];
  iam = "node1:3000";
in
{
  imports = [ ./cluster.nix ];

  networking.hostName = "node3";

  services = {
    chainfire.settings.cluster.nodeId = 3;
    flaredb.settings.cluster.nodeId = 3;

    flashdns = {
      enable = true;
      openFirewall = true;
      settings.endpoints = { inherit iam flaredb; };
    };

    fiberlb = {
      enable = true;
      openFirewall = true;
      settings.endpoints = { inherit iam flaredb; };
    };

    lightningstor = {
      enable = true;
      openFirewall = true;
      dataDir = "/srv/lightningstor";
      settings.endpoints = { inherit iam flaredb; };
    };
  };

  # Where the load balancer's first frontends answer.
  networking.firewall.allowedTCPPorts = [
    80
    443
  ];

  # The NixOS release of the first installation. Leave it at upgrades.
  system.stateVersion = "25.05";
}
