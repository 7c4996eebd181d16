# The data folder: systemd's state directory below /var/lib, systemd-tmpfiles elsewhere.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf failuresOf;

  at = dataDir: {
    services.chainfire = {
      enable = true;
      inherit dataDir;
    };
  };

  result =
    dataDir:
    let
      config = configOf (at dataDir);
      unit = config.systemd.services.chainfire;
    in
    {
      state = unit.serviceConfig.StateDirectory or null;
      mode = unit.serviceConfig.StateDirectoryMode or null;
      writable = unit.serviceConfig.ReadWritePaths or [ ];
      mounts = unit.unitConfig.RequiresMountsFor or [ ];
      tmpfiles = lib.mapAttrs (
        _: lib.mapAttrs (_: rule: { inherit (rule.d) mode user group; })
      ) config.systemd.tmpfiles.settings;
    };

  moved = path: {
    state = null;
    mode = null;
    writable = [ path ];
    mounts = [ path ];
    tmpfiles."10-plasmacloud-chainfire".${path} = {
      mode = "0750";
      user = "chainfire";
      group = "chainfire";
    };
  };

  state = folder: {
    state = folder;
    mode = "0750";
    writable = [ ];
    mounts = [ ];
    tmpfiles = { };
  };

  countFailures = dataDir: lib.length (failuresOf (at dataDir));
in
{
  testStateDirectory = {
    expr = result "/var/lib/chainfire";
    expected = state "chainfire";
  };

  testNestedStateDirectory = {
    expr = result "/var/lib/plasmacloud/chainfire/";
    expected = state "plasmacloud/chainfire";
  };

  testMovedFolder = {
    expr = result "/srv/chainfire";
    expected = moved "/srv/chainfire";
  };

  testMovedFolderIsInTheFile = {
    expr = (configOf (at "/srv/chainfire")).services.chainfire.finalSettings.data_dir;
    expected = "/srv/chainfire";
  };

  testSimilarNameIsNotBelow = {
    expr = result "/var/library/chainfire";
    expected = moved "/var/library/chainfire";
  };

  testHiddenFolders = {
    expr = map countFailures [
      "/home/chainfire"
      "/root"
      "/run/user/1000/x"
      "/homes/chainfire"
    ];
    expected = [
      1
      1
      1
      0
    ];
  };

  testHiddenFolderMessage = {
    expr = failuresOf (at "/home/chainfire");
    expected = [
      "services.chainfire.dataDir is /home/chainfire, but services do not see /home, /root and /run/user. Use a folder below /var/lib or /srv."
    ];
  };

  testSystemFolders = {
    expr = map countFailures [
      "/"
      "/var/lib"
      "/var/lib/"
      "/etc"
      "/srv"
    ];
    expected = [
      1
      1
      1
      1
      1
    ];
  };

  testOddPaths = {
    expr = map countFailures [
      "/srv/with space"
      "/srv/../etc"
      "/srv//chainfire"
      "/srv/%i"
      "/srv/chain-fire_1.2"
    ];
    expected = [
      1
      1
      1
      1
      0
    ];
  };

  testUserAndGroup = {
    expr =
      let
        config = configOf (at "/srv/chainfire");
        unit = config.systemd.services.chainfire;
      in
      {
        inherit (config.users.users.chainfire) isSystemUser group;
        groups = lib.attrNames config.users.groups;
        unit = { inherit (unit.serviceConfig) User Group; };
      };
    expected = {
      isSystemUser = true;
      group = "chainfire";
      groups = [ "chainfire" ];
      unit = {
        User = "chainfire";
        Group = "chainfire";
      };
    };
  };
}
