# The part of NixOS that PlasmaCloud's modules define, the examples use, or a check of this
# repository reads, declared with the types it has there. It stands in for NixOS where nixpkgs is not
# at hand: in the unit tests and in the editor. On a real system NixOS's own modules take its place.
# It is a part: what is not declared here may well exist in NixOS, except below `services.NAME`.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  option = type: default: mkOption { inherit type default; };
  required = type: mkOption { inherit type; };
  flag = option types.bool;
  listOfStr = option (types.listOf types.str) [ ];
  # Releases of NixOS differ in whether sets of flags are taken as well.
  namesOrFlags = option (types.either (types.listOf types.str) (types.attrsOf types.bool)) [ ];
  maybe = type: option (types.nullOr type) null;
  anything = option types.anything { };
  lines = option types.lines "";

  # A set of which only the options that matter here are written down.
  partly =
    options:
    types.submodule {
      freeformType = types.attrsOf types.anything;
      inherit options;
    };
  named = options: option (types.attrsOf (partly options)) { };

  unitValue = types.oneOf [
    types.bool
    types.int
    types.float
    types.str
    types.path
    types.package
  ];
  unitSection = option (types.attrsOf (types.either (types.listOf unitValue) unitValue)) { };

  unit = {
    enable = flag true;
    description = option types.str "";
    documentation = listOfStr;
    after = listOfStr;
    before = listOfStr;
    bindsTo = listOfStr;
    conflicts = listOfStr;
    partOf = listOfStr;
    requiredBy = listOfStr;
    requires = listOfStr;
    wantedBy = listOfStr;
    wants = listOfStr;
    unitConfig = unitSection;
  };

  sortedPorts =
    type: apply:
    mkOption {
      type = types.listOf type;
      default = [ ];
      inherit apply;
    };
  ports = sortedPorts types.port (list: lib.unique (lib.sort lib.lessThan list));
  portRanges = sortedPorts (types.attrsOf types.port) lib.unique;

  openings = {
    allowedTCPPorts = ports;
    allowedUDPPorts = ports;
    allowedTCPPortRanges = portRanges;
    allowedUDPPortRanges = portRanges;
  };

  addresses = option (types.listOf (
    types.submodule {
      options = {
        address = required types.str;
        prefixLength = required types.ints.unsigned;
      };
    }
  )) [ ];

  gateway = maybe (
    types.coercedTo types.str (address: { inherit address; }) (partly {
      address = required types.str;
      interface = maybe types.str;
      metric = maybe types.int;
    })
  );
in
{
  options = {
    assertions = option (types.listOf types.unspecified) [ ];
    warnings = listOfStr;

    systemd = {
      services = named (
        unit
        // {
          environment = option (types.attrsOf (types.nullOr (types.either types.str types.path))) { };
          path = option (types.listOf (types.either types.package types.str)) [ ];
          preStart = lines;
          restartTriggers = option (types.listOf types.unspecified) [ ];
          script = lines;
          serviceConfig = unitSection;
        }
      );
      sockets = named (
        unit
        // {
          listenDatagrams = listOfStr;
          listenStreams = listOfStr;
          socketConfig = unitSection;
        }
      );
      tmpfiles = {
        rules = listOfStr;
        settings = option (types.attrsOf (
          types.attrsOf (
            types.attrsOf (partly {
              age = option types.str "-";
              argument = option types.str "";
              group = option types.str "-";
              mode = option types.str "-";
              user = option types.str "-";
            })
          )
        )) { };
      };
    };

    networking = {
      defaultGateway = gateway;
      defaultGateway6 = gateway;
      domain = maybe types.str;
      extraHosts = lines;
      firewall = openings // {
        enable = flag true;
        allowPing = flag true;
        extraCommands = lines;
        interfaces = option (types.attrsOf (types.submodule { options = openings; })) { };
        trustedInterfaces = listOfStr;
      };
      hostId = maybe (types.strMatching "[0-9a-f]{8}");
      hostName = option (types.strMatching "$^|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$") "nixos";
      hosts = option (types.attrsOf (types.listOf types.str)) { };
      interfaces = named {
        ipv4.addresses = addresses;
        ipv6.addresses = addresses;
        mtu = maybe types.int;
        useDHCP = maybe types.bool;
      };
      nameservers = listOfStr;
      nftables.enable = flag false;
      useDHCP = flag true;
      useNetworkd = flag false;
    };

    users = {
      groups = named {
        gid = maybe types.int;
        members = listOfStr;
      };
      mutableUsers = flag true;
      users = named {
        createHome = flag false;
        description = option types.str "";
        extraGroups = listOfStr;
        group = option types.str "";
        home = option types.path "/var/empty";
        isNormalUser = flag false;
        isSystemUser = flag false;
        openssh.authorizedKeys.keys = listOfStr;
        uid = maybe types.int;
      };
    };

    nixpkgs = {
      config = anything;
      hostPlatform = required (types.either types.str types.attrs);
      overlays = option (types.listOf types.raw) [ ];
    };

    services = {
      openssh = {
        enable = flag false;
        openFirewall = flag true;
        ports = option (types.listOf types.port) [ 22 ];
        settings = option (types.attrsOf types.anything) { };
      };
      resolved = {
        enable = flag false;
        settings = option (types.attrsOf (types.attrsOf types.anything)) { };
      };
    };

    boot = {
      extraModulePackages = option (types.listOf types.package) [ ];
      initrd = {
        availableKernelModules = namesOrFlags;
        kernelModules = namesOrFlags;
      };
      kernel.sysctl = anything;
      kernelModules = namesOrFlags;
      kernelParams = listOfStr;
      loader = {
        efi = {
          canTouchEfiVariables = flag false;
          efiSysMountPoint = option types.str "/boot";
        };
        grub = {
          device = option types.str "";
          efiSupport = flag false;
          enable = flag false;
        };
        systemd-boot = {
          configurationLimit = maybe types.int;
          enable = flag false;
        };
      };
    };

    fileSystems = named {
      device = maybe types.str;
      fsType = option types.str "auto";
      neededForBoot = flag false;
      options = option (types.listOf types.str) [ "defaults" ];
    };
    swapDevices = option (types.listOf (partly {
      device = required types.str;
    })) [ ];

    environment.systemPackages = option (types.listOf types.package) [ ];
    hardware.enableRedistributableFirmware = flag false;
    nix = {
      gc = anything;
      settings = anything;
    };
    programs.git.enable = flag false;
    security.sudo.wheelNeedsPassword = flag true;
    system.stateVersion = required types.str;
    time.timeZone = maybe types.str;
  };
}
