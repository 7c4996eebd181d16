# A need is met by the service on this host, or by an endpoint; an endpoint wins.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf failuresOf;

  needsFlaredb = "services.iam needs flaredb. Enable it on this host with `services.flaredb.enable = true;`, or say where it runs with `services.iam.settings.endpoints.flaredb = \"HOST:2479\";`.";
  needsChainfire = "services.flaredb needs chainfire. Enable it on this host with `services.chainfire.enable = true;`, or say where it runs with `services.flaredb.settings.endpoints.chainfire = \"HOST:2379\";`.";

  everything = {
    services =
      lib.genAttrs
        [
          "chainfire"
          "flaredb"
          "iam"
        ]
        (_: {
          enable = true;
        });
  };
in
{
  testNeedFires = {
    expr = failuresOf { services.iam.enable = true; };
    expected = [ needsFlaredb ];
  };

  testNeedOfTheNeedFires = {
    expr = failuresOf {
      services.iam.enable = true;
      services.flaredb.enable = true;
    };
    expected = [ needsChainfire ];
  };

  testNeedIsCuredByEnabling = {
    expr = failuresOf everything;
    expected = [ ];
  };

  testNeedIsCuredByAnEndpoint = {
    expr = failuresOf {
      services.iam = {
        enable = true;
        settings.endpoints.flaredb = "db.example.org:2479";
      };
    };
    expected = [ ];
  };

  testNothingIsNeededWhileDisabled = {
    expr = failuresOf { services.iam.settings.endpoints = { }; };
    expected = [ ];
  };

  testEveryNeedIsAskedForAlone = {
    expr = lib.length (failuresOf {
      services.plasmavmc.enable = true;
    });
    expected = 2;
  };

  testLocalServiceOrdersTheUnit = {
    expr = { inherit ((configOf everything).systemd.services.iam) after requires; };
    expected = {
      after = [
        "network-online.target"
        "flaredb.service"
      ];
      requires = [ "flaredb.service" ];
    };
  };

  testEndpointDropsTheOrdering = {
    expr =
      let
        config = configOf {
          imports = [ everything ];
          services.iam.settings.endpoints.flaredb = [ "db.example.org:2479" ];
        };
      in
      {
        inherit (config.systemd.services.iam) after requires;
        inherit (config.services.iam.finalSettings) endpoints;
      };
    expected = {
      after = [ "network-online.target" ];
      requires = [ ];
      endpoints.flaredb = [ "db.example.org:2479" ];
    };
  };

  testOneModuleBringsWhatItNeeds = {
    expr =
      let
        inherit (import ./support/host.nix { inherit lib pkgs; }) evaluate;
        host = evaluate [
          ../modules/fiberlb.nix
          { services.fiberlb.enable = true; }
        ];
      in
      lib.filter (name: host.options.services ? ${name}) (
        lib.attrNames (import ../services.nix).services
      );
    expected = [
      "chainfire"
      "fiberlb"
      "flaredb"
      "iam"
    ];
  };
}
