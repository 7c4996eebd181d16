# NAME → the service's unit as a file, written as NixOS writes it, with the bound that
# `systemd-analyze security` holds it to.
{
  lib ? import <nixpkgs/lib>,
}:
let
  registry = import ../services.nix;
  pkgs = import ./stub-pkgs.nix { inherit lib; };
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  config = configOf { services = lib.mapAttrs (_: _: { enable = true; }) registry.services; };

  word = value: if lib.isBool value then lib.boolToString value else toString value;

  # A list is a line for each element.
  section =
    name: values:
    lib.concatStringsSep "\n" (
      [ "[${name}]" ]
      ++ lib.concatLists (
        lib.mapAttrsToList (key: value: map (one: "${key}=${word one}") (lib.toList value)) values
      )
    )
    + "\n";
in
lib.mapAttrs (
  name: service:
  let
    unit = config.systemd.services.${name};
  in
  {
    inherit (service.hardening) maxExposure;
    text =
      section "Unit" (
        {
          Description = unit.description;
          After = lib.concatStringsSep " " unit.after;
        }
        // unit.unitConfig
      )
      + section "Service" unit.serviceConfig;
  }
) registry.services
