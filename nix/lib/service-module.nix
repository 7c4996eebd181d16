# NAME → the NixOS module of that service, made from its entry in the registry.
name:
{
  config,
  lib,
  options,
  pkgs,
  ...
}:
let
  registry = import ../services.nix;
  service = registry.services.${name};
  cfg = config.services.${name};
  context = {
    inherit
      lib
      config
      name
      service
      ;
  };

  dataDir = import ./data-dir.nix { inherit lib name cfg; };
  needs = import ./needs.nix context;
  settings = import ./settings.nix context;
  unit = import ./unit.nix (context // { inherit pkgs; });
  hardening = import ./hardening.nix {
    inherit
      lib
      pkgs
      service
      cfg
      ;
  };

  portsOf =
    protocol:
    map (option: cfg.${option}) (
      lib.filter (option: lib.elem protocol service.ports.${option}.protocols) (
        lib.attrNames service.ports
      )
    );

  bindsDns = cfg.dnsPort or null == 53;
in
{
  imports = map (need: ../modules + "/${need}.nix") service.needs;

  options.services.${name} = import ./options.nix {
    inherit
      lib
      pkgs
      name
      service
      ;
  };

  config = lib.mkIf cfg.enable (
    lib.mkMerge [
      {
        assertions =
          needs.assertions
          ++ dataDir.assertions
          ++ lib.optionals service.cluster (import ./cluster.nix { inherit name cfg; });

        services.${name} = {
          settings = lib.mkMerge settings.definitions;
          finalSettings = settings.final;
        };

        users.users.${name} = {
          isSystemUser = true;
          group = name;
          description = "PlasmaCloud ${name}";
        };
        users.groups.${name} = { };

        systemd.services.${name} = lib.mkMerge [
          unit
          hardening
          dataDir.unit
        ];
        systemd.tmpfiles.settings = dataDir.tmpfiles;
      }

      (lib.mkIf cfg.openFirewall {
        networking.firewall = {
          allowedTCPPorts = portsOf "tcp";
          allowedUDPPorts = portsOf "udp";
        };
      })

      (lib.mkIf (bindsDns && config.services.resolved.enable) {
        services.resolved = import ./resolved.nix { inherit options; };
      })
    ]
  );
}
