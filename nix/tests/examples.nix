# The examples are whole: no assertion fails, and every service runs somewhere.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) hostsOf;

  names = lib.attrNames (import ../services.nix).services;

  summary = lib.mapAttrs (
    _: host: {
      failures = map (entry: entry.message) (lib.filter (entry: !entry.assertion) host.config.assertions);
      services = lib.filter (name: host.config.services.${name}.enable) names;
      tcp = host.config.networking.firewall.allowedTCPPorts;
      udp = host.config.networking.firewall.allowedUDPPorts;
    }
  );
in
{
  testSingleNode = {
    expr = summary (hostsOf "single-node");
    expected.cloud = {
      failures = [ ];
      services = names;
      tcp = [
        53
        80
        443
        3000
        4000
        5000
        6000
        7000
        8000
      ];
      udp = [ 53 ];
    };
  };

  testMinimal = {
    expr = summary (hostsOf "minimal");
    expected.core = {
      failures = [ ];
      services = [
        "chainfire"
        "flaredb"
        "iam"
      ];
      tcp = [ 3000 ];
      udp = [ ];
    };
  };

  testThreeNode = {
    expr = summary (hostsOf "three-node");
    expected =
      let
        clusters = [
          2379
          2380
          2381
          2479
          2480
          2481
        ];
        gossip = [
          2381
          2481
        ];
      in
      {
        node1 = {
          failures = [ ];
          services = [
            "chainfire"
            "flaredb"
            "iam"
          ];
          tcp = clusters ++ [ 3000 ];
          udp = gossip;
        };
        node2 = {
          failures = [ ];
          services = [
            "chainfire"
            "flaredb"
            "novanet"
            "plasmavmc"
          ];
          tcp = clusters ++ [
            4000
            5000
          ];
          udp = gossip;
        };
        node3 = {
          failures = [ ];
          services = [
            "chainfire"
            "fiberlb"
            "flaredb"
            "flashdns"
            "lightningstor"
          ];
          tcp = [
            53
            80
            443
          ]
          ++ clusters
          ++ [
            6000
            7000
            8000
          ];
          udp = [ 53 ] ++ gossip;
        };
      };
  };

  testMembersAgree = {
    expr =
      let
        members = lib.mapAttrsToList (_: host: host.config.services.chainfire.settings.cluster) (
          hostsOf "three-node"
        );
      in
      {
        ids = map (member: member.nodeId) members;
        lists = lib.length (lib.unique (map (member: member.peers) members));
      };
    expected = {
      ids = [
        1
        2
        3
      ];
      lists = 1;
    };
  };

  testFlakesNameTheCanonicalUrl = {
    expr = map (name: (import (../examples + "/${name}/flake.nix")).inputs.plasmacloud.url) [
      "single-node"
      "three-node"
      "minimal"
    ];
    expected = lib.genList (_: (import ../services.nix).flakeUrl) 3;
  };
}
