# NAME → what the stub servers of the single-node example have to do, on this machine: ports are moved
# up out of the privileged range, and data goes below `root`.
{
  lib ? import <nixpkgs/lib>,
  root,
  offset ? 20000,
}:
let
  registry = import ../services.nix;
  pkgs = import ./stub-pkgs.nix { inherit lib; };
  toToml = import ./support/toml.nix { inherit lib; };
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf;

  moved = lib.mapAttrs (
    name: service:
    lib.mapAttrs (_: port: port.default + offset) service.ports
    // {
      dataDir = lib.mkForce "${root}/data/${name}";
      listenAddress = lib.mkForce "127.0.0.1";
    }
  ) registry.services;

  config = configOf {
    imports = [
      ../examples/single-node/hosts/cloud.nix
      { services = moved; }
    ];
  };
in
lib.mapAttrs (name: service: {
  toml = toToml config.services.${name}.finalSettings;
  api = config.services.${name}.port;
  inherit (service) binary needs;
  health = registry.health // {
    answer = lib.replaceStrings [ "@name@" ] [ name ] registry.health.answer;
  };
  listeners = lib.concatMap (
    option:
    map (protocol: {
      inherit protocol;
      port = config.services.${name}.${option};
    }) service.ports.${option}.protocols
  ) (lib.attrNames service.ports);
}) registry.services
