# Identity, and what it needs.
{
  networking.hostName = "core";

  services = {
    # flaredb needs a chainfire. Where one runs elsewhere, leave this out and name it instead:
    # services.flaredb.settings.endpoints.chainfire = "HOST:2379";
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
  };

  # The NixOS release of the first installation. Leave it at upgrades.
  system.stateVersion = "25.05";
}
