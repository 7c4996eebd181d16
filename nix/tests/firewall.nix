# `openFirewall` opens the effective ports in their protocols, and nothing else is opened.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  opened = module: {
    inherit ((configOf module).networking.firewall) allowedTCPPorts allowedUDPPorts;
  };
in
{
  testClosedByDefault = {
    expr = opened { services.chainfire.enable = true; };
    expected = {
      allowedTCPPorts = [ ];
      allowedUDPPorts = [ ];
    };
  };

  testOpensEveryPortInItsProtocols = {
    expr = opened {
      services.chainfire = {
        enable = true;
        openFirewall = true;
      };
    };
    expected = {
      allowedTCPPorts = [
        2379
        2380
        2381
      ];
      allowedUDPPorts = [ 2381 ];
    };
  };

  testOpensEffectivePorts = {
    expr = opened {
      services.flashdns = {
        enable = true;
        openFirewall = true;
        port = 16000;
        dnsPort = lib.mkForce 1053;
      };
    };
    expected = {
      allowedTCPPorts = [
        1053
        16000
      ];
      allowedUDPPorts = [ 1053 ];
    };
  };

  testADisabledServiceOpensNothing = {
    expr = opened { services.iam.openFirewall = true; };
    expected = {
      allowedTCPPorts = [ ];
      allowedUDPPorts = [ ];
    };
  };

  testEveryServiceOpensWhatTheRegistrySays = {
    expr = lib.mapAttrs (
      name: _:
      opened {
        services.${name} = {
          enable = true;
          openFirewall = true;
        };
      }
    ) (import ../services.nix).services;
    expected = lib.mapAttrs (
      _: service:
      let
        numbers =
          protocol:
          lib.sort lib.lessThan (
            map (port: port.default) (
              lib.filter (port: lib.elem protocol port.protocols) (lib.attrValues service.ports)
            )
          );
      in
      {
        allowedTCPPorts = numbers "tcp";
        allowedUDPPorts = numbers "udp";
      }
    ) (import ../services.nix).services;
  };
}
