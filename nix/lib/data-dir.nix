# Where a service keeps its data, and who makes that folder.
{
  lib,
  name,
  cfg,
}:
let
  path = lib.removeSuffix "/" (toString cfg.dataDir);
  option = "services.${name}.dataDir";

  # Folders that belong to the system itself. Handing one of them to a service would break others.
  systemFolders = [
    ""
    "/bin"
    "/boot"
    "/dev"
    "/etc"
    "/mnt"
    "/nix"
    "/nix/store"
    "/opt"
    "/proc"
    "/run"
    "/srv"
    "/sys"
    "/tmp"
    "/usr"
    "/var"
    "/var/lib"
  ];

  hidden = [
    "/home"
    "/root"
    "/run/user"
  ];

  isIn = folder: path == folder || lib.hasPrefix "${folder}/" path;
  segments = lib.splitString "/" (lib.removePrefix "/" path);
  isOdd =
    segment:
    builtins.elem segment [
      ""
      "."
      ".."
    ];
  isState = lib.hasPrefix "/var/lib/" path;
in
{
  assertions = [
    {
      assertion = !lib.any isIn hidden;
      message = "${option} is ${path}, but services do not see /home, /root and /run/user. Use a folder below /var/lib or /srv.";
    }
    {
      assertion = !lib.elem path systemFolders;
      message = "${option} is ${
        if path == "" then "/" else path
      }, a folder of the system. Use one of the service's own, such as /var/lib/${name}.";
    }
    {
      assertion =
        lib.elem path systemFolders
        || (builtins.match "[A-Za-z0-9/._:@+-]*" path != null && !lib.any isOdd segments);
      message = "${option} is ${path}. It has to be a path without `.`, `..`, empty parts, spaces and special characters, which systemd reads in its own way.";
    }
  ];

  # Definitions for `systemd.services.NAME`.
  unit =
    if isState then
      {
        serviceConfig = {
          StateDirectory = lib.removePrefix "/var/lib/" path;
          StateDirectoryMode = "0750";
        };
      }
    else
      {
        unitConfig.RequiresMountsFor = [ path ];
        serviceConfig.ReadWritePaths = [ path ];
      };

  # Definitions for `systemd.tmpfiles.settings`.
  tmpfiles = lib.optionalAttrs (!isState) {
    "10-plasmacloud-${name}".${path}.d = {
      mode = "0750";
      user = name;
      group = name;
    };
  };
}
