# Packages and ports can be replaced.
{ lib, pkgs }:
let
  inherit (import ./support/host.nix { inherit lib pkgs; }) configOf evaluate;

  other = pkgs.iam-server // {
    outPath = "/nix/store/11111111111111111111111111111111-other";
  };

  iam =
    attributes:
    configOf {
      services.iam = {
        enable = true;
      }
      // attributes;
    };
in
{
  testDefaultPackages = {
    expr = lib.mapAttrs (
      name: _: (configOf { }).services.${name}.package.pname
    ) (import ../services.nix).services;
    expected = lib.mapAttrs (name: _: "${name}-server") (import ../services.nix).services;
  };

  testAnotherPackageIsStarted = {
    expr = (iam { package = other; }).systemd.services.iam.serviceConfig.ExecStart;
    expected = "/nix/store/11111111111111111111111111111111-other/bin/iam-server --config /nix/store/00000000000000000000000000000000-iam.toml";
  };

  testAnotherPort = {
    expr = (iam { port = 13000; }).services.iam.finalSettings.port;
    expected = 13000;
  };

  testWithoutTheOverlay = {
    expr =
      let
        host = evaluate [
          ../modules
          { _module.args.pkgs = lib.mkForce { }; }
        ];
      in
      (builtins.tryEval (builtins.seq host.config.services.iam.package true)).success;
    expected = false;
  };
}
