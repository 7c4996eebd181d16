# Options are documented, and evaluate where there is no `pkgs`.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) evaluate;

  registry = import ../services.nix;

  host = evaluate [
    ../modules
    { _module.args.pkgs = lib.mkForce (throw "options do not depend on pkgs"); }
  ];

  optionsOf = name: host.options.services.${name};
  common = [
    "dataDir"
    "enable"
    "finalSettings"
    "listenAddress"
    "openFirewall"
    "package"
    "settings"
  ];
in
{
  testOptions = {
    expr = lib.mapAttrs (name: _: lib.attrNames (optionsOf name)) registry.services;
    expected = lib.mapAttrs (
      _: service: lib.sort lib.lessThan (common ++ lib.attrNames service.ports)
    ) registry.services;
  };

  testEveryOptionIsDescribed = {
    expr = lib.concatMap (
      name:
      lib.filter (option: (optionsOf name).${option}.description == "") (lib.attrNames (optionsOf name))
    ) (lib.attrNames registry.services);
    expected = [ ];
  };

  testDefaultsOfPortsAreTheRegistrys = {
    expr = lib.mapAttrs (
      name: service: lib.mapAttrs (option: _: (optionsOf name).${option}.default) service.ports
    ) registry.services;
    expected = lib.mapAttrs (
      _: service: lib.mapAttrs (_: port: port.default) service.ports
    ) registry.services;
  };

  testPackageIsDocumentedWithoutPkgs = {
    expr = (optionsOf "iam").package.defaultText.text;
    expected = "pkgs.iam-server";
  };
}
