# What every host has, whatever it runs: boot, access, time, upkeep.
{
  boot.loader = {
    efi.canTouchEfiVariables = true;
    systemd-boot.enable = true;
  };

  time.timeZone = "UTC"; # CHANGE if you like

  users = {
    mutableUsers = false;
    users.admin = {
      isNormalUser = true;
      description = "Administrator";
      extraGroups = [ "wheel" ];
      # CHANGE: your public key, or nobody can log in.
      openssh.authorizedKeys.keys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA admin@example.org"
      ];
    };
  };

  # The administrator has a key and no password.
  security.sudo.wheelNeedsPassword = false;

  services.openssh = {
    enable = true;
    settings = {
      KbdInteractiveAuthentication = false;
      PasswordAuthentication = false;
      PermitRootLogin = "no";
    };
  };

  nix = {
    gc = {
      automatic = true;
      dates = "weekly";
      options = "--delete-older-than 30d";
    };
    settings = {
      experimental-features = [
        "nix-command"
        "flakes"
      ];
      # Whoever may become root may also copy what another machine has built: deploying needs it.
      trusted-users = [
        "root"
        "@wheel"
      ];
    };
  };

  # The configuration is kept in Git.
  programs.git.enable = true;
}
