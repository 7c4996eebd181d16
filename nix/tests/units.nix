# The systemd unit, apart from its sandbox.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  unitOf =
    name: settings:
    (configOf {
      services.${name} = {
        enable = true;
      }
      // settings;
    }).systemd.services.${name};

  unit = unitOf "chainfire" { };
in
{
  testUnit = {
    expr = {
      inherit (unit)
        after
        description
        requires
        wantedBy
        wants
        ;
      inherit (unit.unitConfig) StartLimitIntervalSec;
      inherit (unit.serviceConfig)
        ExecStart
        Restart
        RestartMode
        RestartSec
        ;
    };
    expected = {
      after = [ "network-online.target" ];
      description = "PlasmaCloud chainfire, distributed key-value store with Raft consensus and gossip";
      requires = [ ];
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      StartLimitIntervalSec = 0;
      ExecStart = "/nix/store/00000000000000000000000000000000-chainfire-server/bin/chainfire-server --config /nix/store/00000000000000000000000000000000-chainfire.toml";
      Restart = "on-failure";
      RestartMode = "direct";
      RestartSec = 5;
    };
  };

  testProbeAsksWhereTheServiceListens = {
    expr =
      map
        (
          listenAddress:
          lib.head (
            lib.splitString ";" (unitOf "iam" { inherit listenAddress; }).serviceConfig.ExecStartPost.text
          )
        )
        [
          "0.0.0.0"
          "192.0.2.1"
          "::1"
        ];
    expected =
      map
        (
          address: "while ! /nix/store/00000000000000000000000000000000-netcat/bin/nc -z -w 1 ${address} 3000"
        )
        [
          "127.0.0.1"
          "192.0.2.1"
          "::1"
        ];
  };

  testNoUnitsWhileDisabled = {
    expr = (configOf { }).systemd.services;
    expected = { };
  };
}
