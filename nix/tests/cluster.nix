# Membership of a cluster.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf failuresOf isAccepted;

  member = nodeId: peers: {
    services.chainfire = {
      enable = true;
      settings.cluster = { inherit nodeId peers; };
    };
  };

  peer = id: {
    inherit id;
    address = "node${toString id}:2380";
  };
in
{
  testASingleMemberNeedsNoList = {
    expr = failuresOf (member 7 [ ]);
    expected = [ ];
  };

  testMembersListedOnce = {
    expr = failuresOf (
      member 2 [
        (peer 1)
        (peer 2)
        (peer 3)
      ]
    );
    expected = [ ];
  };

  testRepeatedId = {
    expr = failuresOf (
      member 1 [
        (peer 1)
        (peer 1)
      ]
    );
    expected = [
      "services.chainfire.settings.cluster.peers lists the id 1 more than once. Give every member an id of its own."
    ];
  };

  testMemberNotInItsList = {
    expr = failuresOf (
      member 4 [
        (peer 1)
        (peer 2)
      ]
    );
    expected = [
      "services.chainfire.settings.cluster.peers does not list this member, whose nodeId is 4. The list names every member, this one included."
    ];
  };

  testNodeIdIsPositive = {
    expr = isAccepted (config: config.services.chainfire.settings.cluster.nodeId) (member 0 [ ]);
    expected = false;
  };

  testMisspeltKeyOfAPeer = {
    expr = isAccepted (config: config.services.chainfire.settings.cluster.peers) (
      member 1 [ (peer 1 // { adress = "node1:2380"; }) ]
    );
    expected = false;
  };

  testClusterInTheFile = {
    expr = (configOf (member 1 [ (peer 1) ])).services.chainfire.finalSettings.cluster;
    expected = {
      node_id = 1;
      peers = [
        {
          id = 1;
          address = "node1:2380";
        }
      ];
    };
  };
}
