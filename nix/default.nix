# The servers without flakes: `nix-build nix -A chainfire-server`.
{
  pkgs ? import <nixpkgs> { },
  # The platform's sources. The default are stand-ins, see stub-src/README.md.
  src ? ./stub-src,
}:
let
  inherit (pkgs) lib;
  registry = import ./services.nix;
  inherit (pkgs.stdenv.hostPlatform) system;
in
if lib.elem system registry.systems then
  import ./packages { inherit lib pkgs src; }
else
  throw "PlasmaCloud runs on ${lib.concatStringsSep " and " registry.systems}, not on ${system}."
