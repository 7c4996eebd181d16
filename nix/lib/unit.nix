# The systemd unit of a service, without its sandbox and its data folder.
# Returns definitions for `systemd.services.NAME`.
{
  lib,
  pkgs,
  config,
  name,
  service,
}:
let
  cfg = config.services.${name};
  registry = import ../services.nix;
  address = import ./address.nix { inherit lib; };
  needs = import ./needs.nix {
    inherit
      lib
      config
      name
      service
      ;
  };

  configFile = (pkgs.formats.toml { }).generate "${name}.toml" cfg.finalSettings;
  arguments = map (lib.replaceStrings [ "@config@" ] [ "${configFile}" ]) service.args;

  host = address.reachable cfg.listenAddress;
  apiPort = toString cfg.port;

  # Units that come after this one may use the API at once, so the start is not over before it
  # accepts connections, or the server has given up.
  waitForApi = pkgs.writeShellScript "${name}-wait-for-api" ''
    while ! ${pkgs.netcat}/bin/nc -z -w 1 ${lib.escapeShellArg host} ${apiPort}; do
      if ! kill -0 "$MAINPID"; then
        echo "${service.binary} ended before it answered on port ${apiPort}" >&2
        exit 1
      fi
      sleep 0.2
    done
  '';
in
{
  description = "PlasmaCloud ${name}, ${service.description}";
  documentation = [ registry.homepage ];
  wantedBy = [ "multi-user.target" ];
  wants = [ "network-online.target" ];
  after = [ "network-online.target" ] ++ needs.localUnits;
  requires = needs.localUnits;

  unitConfig.StartLimitIntervalSec = 0;

  serviceConfig = {
    ExecStart = lib.concatStringsSep " " ([ (lib.getExe' cfg.package service.binary) ] ++ arguments);
    ExecStartPost = waitForApi;
    User = name;
    Group = name;
    Restart = "on-failure";
    # A start that fails and is tried again does not take the units down that require this one.
    RestartMode = "direct";
    RestartSec = 5;
    TimeoutStartSec = 120;
  };
}
