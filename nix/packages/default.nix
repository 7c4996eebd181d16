# All servers, as an attribute set `NAME-server` → package.
{
  # Given apart from `pkgs`, so that an overlay's names do not depend on what it makes.
  lib,
  pkgs,
  # The platform's sources, with a folder for each service.
  src,
}:
let
  registry = import ../services.nix;
  buildRustWorkspace = pkgs.callPackage ./build-rust-workspace.nix { };
in
lib.mapAttrs' (
  name: service:
  lib.nameValuePair "${name}-server" (buildRustWorkspace {
    inherit name service src;
  })
) registry.services
