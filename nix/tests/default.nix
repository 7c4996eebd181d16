# All unit tests of the modules, in the form that `lib.runTests` takes. They need `lib` alone, so they
# run the same in `nix flake check`, in `nix-instantiate` and in the editor's evaluator.
{
  lib,
  pkgs ? import ./stub-pkgs.nix { inherit lib; },
}:
let
  tests = lib.foldl' (all: file: all // import file { inherit lib pkgs; }) { } [
    ./cluster.nix
    ./data-dir.nix
    ./examples.nix
    ./firewall.nix
    ./hardening.nix
    ./needs.nix
    ./options.nix
    ./packages.nix
    ./resolved.nix
    ./settings.nix
    ./units.nix
  ];
in
{
  inherit tests;

  # Empty when all is well.
  failures = lib.runTests tests;
}
