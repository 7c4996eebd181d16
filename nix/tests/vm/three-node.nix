# The three-node example in three virtual machines, with the servers that the flake builds: members
# see each other, services reach what they need on other hosts, and a member that was away returns.
{ lib, pkgs, ... }:
let
  host = name: {
    imports = [ (../../examples/three-node/hosts + "/${name}.nix") ];
    environment.systemPackages = [ pkgs.curl ];
    virtualisation.memorySize = 1536;
  };
in
{
  name = "plasmacloud-three-node";

  nodes = lib.genAttrs [
    "node1"
    "node2"
    "node3"
  ] host;

  testScript = ''
    import json

    clusters = {"chainfire": 2379, "flaredb": 2479}
    spread = {
        node1: {"iam": 3000},
        node2: {"plasmavmc": 4000, "novanet": 5000},
        node3: {"flashdns": 6000, "fiberlb": 7000, "lightningstor": 8000},
    }

    def status(node, port):
        return json.loads(node.succeed(f"curl --fail --silent --max-time 10 http://127.0.0.1:{port}/status"))

    def sees(node, port, members):
        def poll(_last):
            return status(node, port)["members"] == members
        retry(poll)

    start_all()

    for node, services in spread.items():
        for name in [*clusters, *services]:
            node.wait_for_unit(f"{name}.service")

    with subtest("members see each other"):
        for node in spread:
            for port in clusters.values():
                sees(node, port, {"1": True, "2": True, "3": True})

    with subtest("services reach what they need on other hosts"):
        for node, services in spread.items():
            for name, port in services.items():
                needs = status(node, port)["needs"]
                assert needs and all(needs.values()), (name, needs)

    with subtest("a host that is lost is noticed, and its clusters live on"):
        node3.crash()
        for port in clusters.values():
            sees(node1, port, {"1": True, "2": True, "3": False})
        assert all(status(node1, 3000)["needs"].values())

    with subtest("it returns to the clusters it was in"):
        node3.start()
        for name in [*clusters, *spread[node3]]:
            node3.wait_for_unit(f"{name}.service")
        for node in spread:
            for port in clusters.values():
                sees(node, port, {"1": True, "2": True, "3": True})
  '';
}
