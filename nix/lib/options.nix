# The options of one service, from its entry in the registry.
{
  lib,
  pkgs,
  name,
  service,
}:
let
  inherit (lib)
    literalExpression
    mkEnableOption
    mkOption
    types
    ;

  registry = import ../services.nix;
  address = import ./address.nix { inherit lib; };
  tomlType = import ./toml-type.nix { inherit lib; };

  packageName = "${name}-server";

  portOption =
    _: port:
    mkOption {
      type = types.port;
      inherit (port) default;
      example = port.default + 10000;
      description = "Port for ${port.purpose} (${lib.concatStringsSep " and " port.protocols}).";
    };

  endpointOption =
    need:
    let
      needed = registry.services.${need};
      apiPort = toString needed.ports.port.default;
    in
    mkOption {
      type = types.nullOr address.endpoints;
      default = null;
      example = [
        "node1:${apiPort}"
        "[2001:db8::2]:${apiPort}"
      ];
      description = ''
        Where ${need} (${needed.description}) answers: `"HOST:PORT"`, or a list of them
        that are tried in order. With `null` it is the ${need} of this host, which then
        has to be enabled here. An endpoint that is set wins even if it is.
      '';
    };

  peer = types.submodule {
    options = {
      id = mkOption {
        type = types.ints.positive;
        example = 2;
        description = "The member's `nodeId`.";
      };
      address = mkOption {
        type = address.endpoint;
        example = "node2:${toString service.ports.raftPort.default}";
        description = "Where the other members reach its `raftPort`.";
      };
    };
  };

  clusterOptions = {
    cluster = mkOption {
      type = types.submodule {
        options = {
          nodeId = mkOption {
            type = types.ints.positive;
            default = 1;
            example = 2;
            description = "This member's number, different on every member.";
          };
          peers = mkOption {
            type = types.listOf peer;
            default = [ ];
            example = literalExpression ''
              [
                { id = 1; address = "node1:${toString service.ports.raftPort.default}"; }
                { id = 2; address = "node2:${toString service.ports.raftPort.default}"; }
                { id = 3; address = "node3:${toString service.ports.raftPort.default}"; }
              ]
            '';
            description = ''
              All members, this one included, the same list on each of them. Empty means a
              single member. It is read when a member starts for the first time; one that
              has data on disk ignores it.
            '';
          };
        };
      };
      default = { };
      description = "Membership of the ${name} cluster.";
    };
  };
in
{
  enable = mkEnableOption "${name}, the PlasmaCloud ${service.description}";

  package = mkOption {
    type = types.package;
    default =
      pkgs.${packageName}
        or (throw "services.${name}: pkgs.${packageName} does not exist. Add `nixpkgs.overlays = [ plasmacloud.overlays.default ];`, or set `services.${name}.package`.");
    defaultText = literalExpression "pkgs.${packageName}";
    example = literalExpression "pkgs.${packageName}.overrideAttrs { doCheck = false; }";
    description = "The package that `${service.binary}` is taken from.";
  };

  listenAddress = mkOption {
    type = address.host;
    default = "0.0.0.0";
    example = "::1";
    description = ''
      Address that every port of ${name} is bound to. `0.0.0.0` is every IPv4 address of
      the host, `::` every address.
    '';
  };

  openFirewall = mkOption {
    type = types.bool;
    default = false;
    example = true;
    description = "Whether to open the ports of ${name} in the firewall of this host.";
  };

  dataDir = mkOption {
    type = types.path;
    default = "/var/lib/${name}";
    example = "/srv/${name}";
    description = ''
      Folder for the data of ${name}. Below `/var/lib` it is made by systemd as the
      service's state directory, elsewhere by systemd-tmpfiles; both belong to the user
      `${name}` with mode 0750. It cannot be in `/home`, `/root` or `/run/user`, which the
      service does not see.
    '';
  };

  settings = mkOption {
    type = types.submodule {
      freeformType = tomlType;
      options = {
        endpoints = mkOption {
          type = types.submodule { options = lib.genAttrs service.needs endpointOption; };
          default = { };
          visible = service.needs != [ ];
          description = "Where the services that ${name} needs answer.";
        };
      }
      // lib.optionalAttrs service.cluster clusterOptions;
    };
    default = { };
    example = literalExpression ''{ log_level = "info"; }'';
    description = ''
      Configuration of ${name}. What has no option here is written to its TOML file as it
      stands. The addresses, ports and data folder are filled in from the options above;
      a different value here conflicts with them.
    '';
  };

  finalSettings = mkOption {
    type = tomlType;
    readOnly = true;
    internal = true;
    description = ''
      What the configuration file of ${name} holds: `settings` with the endpoints of local
      services filled in and everything that is null left out.
    '';
  };
}
// lib.mapAttrs portOption service.ports
