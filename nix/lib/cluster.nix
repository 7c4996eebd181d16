# What the membership of a clustered service has to satisfy.
{ name, cfg }:
let
  inherit (cfg.settings.cluster) nodeId peers;
  ids = map (peer: peer.id) peers;
  isRepeated = id: builtins.length (builtins.filter (other: other == id) ids) > 1;
  repeated = builtins.filter isRepeated ids;
in
[
  {
    assertion = repeated == [ ];
    message = "services.${name}.settings.cluster.peers lists the id ${
      toString (builtins.head (repeated ++ [ 0 ]))
    } more than once. Give every member an id of its own.";
  }
  {
    assertion = peers == [ ] || builtins.elem nodeId ids;
    message = "services.${name}.settings.cluster.peers does not list this member, whose nodeId is ${toString nodeId}. The list names every member, this one included.";
  }
]
