# The sandbox of a service: closed by default, opened by the exceptions of the registry alone.
# Returns definitions for `systemd.services.NAME`.
{
  lib,
  pkgs,
  service,
  cfg,
}:
let
  inherit (service.hardening) exceptions;

  all = attribute: lib.unique (lib.concatMap (exception: exception.${attribute} or [ ]) exceptions);

  bindsPrivilegedPort = lib.any (option: cfg.${option} < 1024) (lib.attrNames service.ports);

  capabilities = lib.unique (
    all "capabilities" ++ lib.optional bindsPrivilegedPort "CAP_NET_BIND_SERVICE"
  );

  closed = {
    AmbientCapabilities = capabilities;
    CapabilityBoundingSet = if capabilities == [ ] then [ "" ] else capabilities;
    DevicePolicy = "closed";
    LockPersonality = true;
    MemoryDenyWriteExecute = true;
    NoNewPrivileges = true;
    PrivateDevices = true;
    PrivateTmp = true;
    # In a user namespace of its own a service has no capabilities outside of it.
    PrivateUsers = capabilities == [ ];
    ProcSubset = "pid";
    ProtectClock = true;
    ProtectControlGroups = true;
    ProtectHome = true;
    ProtectHostname = true;
    ProtectKernelLogs = true;
    ProtectKernelModules = true;
    ProtectKernelTunables = true;
    ProtectProc = "invisible";
    ProtectSystem = "strict";
    RemoveIPC = true;
    RestrictAddressFamilies = [
      "AF_INET"
      "AF_INET6"
      "AF_UNIX"
    ]
    ++ all "addressFamilies";
    RestrictNamespaces = true;
    RestrictRealtime = true;
    RestrictSUIDSGID = true;
    SystemCallArchitectures = "native";
    SystemCallErrorNumber = "EPERM";
    SystemCallFilter = [
      "@system-service"
      "~@privileged"
      "~@resources"
    ];
    UMask = "0027";
  };

  groups = all "groups";

  exceptional = lib.foldl' (
    opened: exception: opened // (exception.serviceConfig or { })
  ) { } exceptions;
in
{
  after = all "after";
  path = map (package: pkgs.${package}) (all "packages");
  serviceConfig =
    closed // lib.optionalAttrs (groups != [ ]) { SupplementaryGroups = groups; } // exceptional;
}
