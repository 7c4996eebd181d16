# The sandbox is closed but for the exceptions of the registry.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  registry = import ../services.nix;

  unitOf =
    name: module:
    (configOf {
      imports = [ module ];
      services.${name}.enable = true;
    }).systemd.services.${name};
  sandboxOf = name: module: (unitOf name module).serviceConfig;

  capabilitiesOf = name: module: {
    inherit (sandboxOf name module) AmbientCapabilities CapabilityBoundingSet PrivateUsers;
  };

  without = {
    AmbientCapabilities = [ ];
    CapabilityBoundingSet = [ "" ];
    PrivateUsers = true;
  };

  only = capability: {
    AmbientCapabilities = [ capability ];
    CapabilityBoundingSet = [ capability ];
    PrivateUsers = false;
  };

  addressFamilies = [
    "AF_INET"
    "AF_INET6"
    "AF_UNIX"
  ];
in
{
  testEveryServiceIsClosed = {
    expr = lib.mapAttrs (name: _: {
      inherit (sandboxOf name { })
        NoNewPrivileges
        PrivateTmp
        ProtectHome
        ProtectSystem
        RestrictNamespaces
        ;
    }) registry.services;
    expected = lib.mapAttrs (_: _: {
      NoNewPrivileges = true;
      PrivateTmp = true;
      ProtectHome = true;
      ProtectSystem = "strict";
      RestrictNamespaces = true;
    }) registry.services;
  };

  testEveryExceptionHasAReason = {
    expr = lib.filter (exception: exception.reason or "" == "") (
      lib.concatMap (service: service.hardening.exceptions) (lib.attrValues registry.services)
    );
    expected = [ ];
  };

  testOrdinaryServicesHaveNoCapabilities = {
    expr = capabilitiesOf "iam" { };
    expected = without;
  };

  testPrivilegedPortNeedsItsCapability = {
    expr = capabilitiesOf "flashdns" { };
    expected = only "CAP_NET_BIND_SERVICE";
  };

  testHighPortNeedsNone = {
    expr = capabilitiesOf "flashdns" { services.flashdns.dnsPort = 1053; };
    expected = without;
  };

  testApiOnAPrivilegedPort = {
    expr = capabilitiesOf "iam" { services.iam.port = 443; };
    expected = only "CAP_NET_BIND_SERVICE";
  };

  testFiberlbAlwaysBindsPrivilegedPorts = {
    expr = capabilitiesOf "fiberlb" { };
    expected = only "CAP_NET_BIND_SERVICE";
  };

  testNovanet = {
    expr = capabilitiesOf "novanet" { } // {
      inherit (sandboxOf "novanet" { }) ReadWritePaths RestrictAddressFamilies;
      after = lib.sort lib.lessThan (unitOf "novanet" { }).after;
    };
    expected = only "CAP_NET_ADMIN" // {
      ReadWritePaths = [ "-/run/openvswitch" ];
      RestrictAddressFamilies = addressFamilies ++ [ "AF_NETLINK" ];
      after = [
        "network-online.target"
        "ovs-vswitchd.service"
        "ovsdb.service"
      ];
    };
  };

  testNovanetKeepsItsSocketsBesideAMovedFolder = {
    expr =
      lib.sort lib.lessThan
        (sandboxOf "novanet" { services.novanet.dataDir = "/srv/novanet"; }).ReadWritePaths;
    expected = [
      "-/run/openvswitch"
      "/srv/novanet"
    ];
  };

  testPlasmavmc = {
    expr =
      let
        unit = unitOf "plasmavmc" { };
      in
      {
        inherit (unit.serviceConfig)
          DeviceAllow
          MemoryDenyWriteExecute
          PrivateDevices
          SupplementaryGroups
          ;
        path = map (package: package.name) unit.path;
      };
    expected = {
      DeviceAllow = [ "/dev/kvm rw" ];
      MemoryDenyWriteExecute = false;
      PrivateDevices = false;
      SupplementaryGroups = [ "kvm" ];
      path = [ "qemu_kvm" ];
    };
  };

  testOthersSeeNoDevices = {
    expr = {
      inherit (sandboxOf "lightningstor" { })
        MemoryDenyWriteExecute
        PrivateDevices
        RestrictAddressFamilies
        ;
    };
    expected = {
      MemoryDenyWriteExecute = true;
      PrivateDevices = true;
      RestrictAddressFamilies = addressFamilies;
    };
  };
}
