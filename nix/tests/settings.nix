# The configuration file: what the options say, what the user adds, and nothing that is null.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf failuresOf isAccepted;

  toToml = import ./support/toml.nix { inherit lib; };

  settingsOf = name: module: (configOf module).services.${name}.finalSettings;
  chainfire = settings: {
    services.chainfire = {
      enable = true;
      inherit settings;
    };
  };
  isAcceptedBy =
    name: settings:
    isAccepted (config: config.services.${name}.settings) {
      services.${name} = {
        enable = true;
        inherit settings;
      };
    };
in
{
  testDefaults = {
    expr = settingsOf "chainfire" (chainfire { });
    expected = {
      listen_address = "0.0.0.0";
      data_dir = "/var/lib/chainfire";
      port = 2379;
      raft_port = 2380;
      gossip_port = 2381;
      cluster = {
        node_id = 1;
        peers = [ ];
      };
    };
  };

  testLocalNeedsAreFilledIn = {
    expr =
      (settingsOf "novanet" {
        services = {
          chainfire.enable = true;
          flaredb = {
            enable = true;
            port = 12479;
            listenAddress = "192.0.2.1";
          };
          iam = {
            enable = true;
            listenAddress = "::1";
          };
          novanet.enable = true;
        };
      }).endpoints;
    expected = {
      flaredb = "192.0.2.1:12479";
      iam = "[::1]:3000";
    };
  };

  testNullsAreLeftOut = {
    expr = (settingsOf "iam" { services.iam.enable = true; }).endpoints;
    expected = { };
  };

  testFreeKeysAreKept = {
    expr = {
      inherit
        (settingsOf "chainfire" (chainfire {
          log_level = "debug";
          storage.sync = true;
          storage.ratio = 0.5;
        }))
        log_level
        storage
        ;
    };
    expected = {
      log_level = "debug";
      storage = {
        sync = true;
        ratio = 0.5;
      };
    };
  };

  testTheSameValueIsNoConflict = {
    expr = isAcceptedBy "chainfire" { port = 2379; };
    expected = true;
  };

  testAnotherValueIsAConflict = {
    expr = isAcceptedBy "chainfire" { port = 2400; };
    expected = false;
  };

  testAForcedValueWins = {
    expr =
      (settingsOf "chainfire" (chainfire {
        port = lib.mkForce 2400;
      })).port;
    expected = 2400;
  };

  testTomlHasNoNull = {
    expr = isAcceptedBy "chainfire" { log_level = null; };
    expected = false;
  };

  testMisspeltNeed = {
    expr = isAcceptedBy "iam" { endpoints.flarebd = "node1:2479"; };
    expected = false;
  };

  testEndpointsOfAServiceWithoutNeeds = {
    expr = isAcceptedBy "chainfire" { endpoints.iam = "node1:3000"; };
    expected = false;
  };

  testEndpointForms = {
    expr = map (flaredb: isAcceptedBy "iam" { endpoints = { inherit flaredb; }; }) [
      null
      "node1:2479"
      "[2001:db8::1]:2479"
      [
        "node1:2479"
        "192.0.2.1:65535"
      ]
      [ ]
      "node1"
      "node1:0"
      "node1:65536"
      "2001:db8::1:2479"
      2479
    ];
    expected = [
      true
      true
      true
      true
      false
      false
      false
      false
      false
      false
    ];
  };

  testFileIsToml = {
    expr = toToml (
      settingsOf "iam" {
        services.iam = {
          enable = true;
          settings.endpoints.flaredb = [
            "a:1"
            "b:2"
          ];
          settings.name = "say \"hi\"";
        };
      }
    );
    expected = ''
      "data_dir" = "/var/lib/iam"
      "endpoints" = { "flaredb" = [ "a:1", "b:2" ] }
      "listen_address" = "0.0.0.0"
      "name" = "say \"hi\""
      "port" = 3000
    '';
  };

  testEveryKeyOfTheRegistryIsWritten = {
    expr = lib.filterAttrs (_: missing: missing != [ ]) (
      lib.mapAttrs (
        name: service:
        let
          written = settingsOf name {
            services.${name} = {
              enable = true;
              settings.endpoints = lib.genAttrs service.needs (_: "node1:1");
            };
          };
          isExpected = option: option != "endpoints" || service.needs != [ ];
        in
        lib.filter (option: isExpected option && !lib.hasAttrByPath service.keys.${option} written) (
          lib.attrNames service.keys
        )
      ) (import ../services.nix).services
    );
    expected = { };
  };

  testNothingFailsWithEndpoints = {
    expr = failuresOf {
      services.flaredb = {
        enable = true;
        settings.endpoints.chainfire = "[::1]:2379";
      };
    };
    expected = [ ];
  };
}
