# The units that NixOS makes of the single-node example, measured by systemd itself.
{ pkgs, hosts }:
let
  inherit (pkgs) lib;
  registry = import ../services.nix;
  inherit (hosts.cloud) config;

  measure =
    name: service:
    let
      # The programs that the unit starts are not run here, so they need not be built either.
      text = builtins.unsafeDiscardStringContext config.systemd.units."${name}.service".text;
      unit = pkgs.writeText "${name}.service" text;
      # systemd counts the exposure in tenths here.
      bound = toString (builtins.floor (service.hardening.maxExposure * 10));
    in
    ''
      cp ${unit} ${name}.service
      systemd-analyze security --offline=true --no-pager --threshold=${bound} ./${name}.service
    '';
in
pkgs.runCommand "plasmacloud-hardening" { nativeBuildInputs = [ pkgs.systemd ]; } ''
  ${lib.concatStrings (lib.mapAttrsToList measure registry.services)}
  touch $out
''
