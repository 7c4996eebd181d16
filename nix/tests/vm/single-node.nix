# The single-node example in a virtual machine, with the servers that the flake builds: every service
# starts, answers, reaches what it needs, keeps its data to itself, and comes back after a failure.
{ lib, pkgs, ... }:
let
  registry = import ../../services.nix;
  dnsPort = toString registry.services.flashdns.ports.dnsPort.default;
in
{
  name = "plasmacloud-single-node";

  nodes.cloud = {
    imports = [ ../../examples/single-node/hosts/cloud.nix ];
    environment.systemPackages = [
      pkgs.curl
      pkgs.dnsutils
    ];
    virtualisation.memorySize = 2048;
  };

  testScript = ''
    import json

    registry = json.loads("""${
      builtins.toJSON (lib.mapAttrs (_: s: { inherit (s) ports needs; }) registry.services)
    }""")
    health = json.loads("""${builtins.toJSON registry.health}""")

    def ask(name, path):
        port = registry[name]["ports"]["port"]["default"]
        return cloud.succeed(f"curl --fail --silent --max-time 10 http://127.0.0.1:{port}{path}")

    start_all()

    for name, service in registry.items():
        with subtest(f"{name} answers"):
            cloud.wait_for_unit(f"{name}.service")
            assert ask(name, health["path"]) == health["answer"].replace("@name@", name)
            needs = json.loads(ask(name, "/status"))["needs"]
            assert needs == {need: True for need in service["needs"]}, needs

    with subtest("every port is bound in its protocols"):
        for name, service in registry.items():
            for port in service["ports"].values():
                for protocol in port["protocols"]:
                    flag = "t" if protocol == "tcp" else "u"
                    cloud.succeed(f"ss -Hln{flag} sport = :{port['default']} | grep .")

    with subtest("DNS queries are answered in both protocols"):
        for flag in ["+notcp", "+tcp"]:
            cloud.succeed(f"dig {flag} -p ${dnsPort} @127.0.0.1 example.org | grep REFUSED")

    with subtest("data belongs to its service"):
        for name in registry:
            folder = "/srv/lightningstor" if name == "lightningstor" else f"/var/lib/{name}"
            assert cloud.succeed(f"stat -c '%U %G %a' {folder}").split() == [name, name, "750"]

    with subtest("a service that fails comes back, and takes no other down"):
        cloud.succeed("systemctl kill --signal=KILL flaredb.service")
        cloud.wait_until_succeeds("systemctl is-active flaredb.service && curl -fs http://127.0.0.1:2479/health")
        cloud.succeed("systemctl is-active iam.service")

    with subtest("services stop in order when they are told to"):
        for name in registry:
            cloud.succeed(f"systemctl stop {name}.service")
            assert cloud.succeed(f"systemctl show --value --property=Result {name}.service").strip() == "success"
  '';
}
