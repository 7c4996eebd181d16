# The part of the platform's sources that one service is built from. Its hash depends on nothing
# else, so a change elsewhere rebuilds nothing.
{
  lib,
  name,
  service,
  # The platform's sources: a flake input, or a path.
  src,
}:
let
  registry = import ../services.nix;

  root = "${src}";
  remedy = "Override the flake's input plasmacloud-src with the platform's sources.";

  missing = lib.filter (folder: !builtins.pathExists "${root}/${folder}") service.sources;
  shared = lib.filter (folder: builtins.pathExists "${root}/${folder}") registry.sharedSources;
  folders = service.sources ++ shared;

  isWanted =
    path: type:
    let
      relative = lib.splitString "/" (lib.removePrefix "${root}/" (toString path));
      isBuildOutput = type == "directory" && baseNameOf path == "target";
    in
    lib.elem (lib.head relative) folders && !isBuildOutput;

  lockFile = "${root}/${name}/Cargo.lock";
in
if missing != [ ] then
  throw "${service.binary}: the sources have no folder ${lib.concatStringsSep ", " missing}. ${remedy}"
else if !builtins.pathExists lockFile then
  throw "${service.binary}: the sources have no ${name}/Cargo.lock. Make it with `cargo generate-lockfile` and commit it."
else
  rec {
    folder = "${name}-source";

    tree = builtins.path {
      name = folder;
      path = root;
      filter = isWanted;
    };

    # The text, as a path would refer to all of the sources.
    lockFileContents = builtins.readFile lockFile;

    version =
      let
        manifest = lib.importTOML "${root}/${name}/Cargo.toml";
      in
      manifest.workspace.package.version or manifest.package.version or "0.0.0";
  }
