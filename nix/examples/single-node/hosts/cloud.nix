# All eight services on one host. Every need is met by the service next door, so no endpoints.
{
  networking.hostName = "cloud";

  services = {
    # Only services of this host talk to the two databases.
    chainfire = {
      enable = true;
      listenAddress = "127.0.0.1";
    };
    flaredb = {
      enable = true;
      listenAddress = "127.0.0.1";
    };

    iam = {
      enable = true;
      openFirewall = true;
    };
    plasmavmc = {
      enable = true;
      openFirewall = true;
    };
    novanet = {
      enable = true;
      openFirewall = true;
    };
    flashdns = {
      enable = true;
      openFirewall = true;
    };
    fiberlb = {
      enable = true;
      openFirewall = true;
    };
    lightningstor = {
      enable = true;
      openFirewall = true;
      dataDir = "/srv/lightningstor";
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
