# A `pkgs` with just what the modules take from it, for evaluations where there is no nixpkgs.
# Its packages have names and store paths, but nothing can be built.
{ lib }:
let
  registry = import ../services.nix;
  toToml = import ./support/toml.nix { inherit lib; };

  package = name: {
    type = "derivation";
    inherit name;
    pname = name;
    outPath = "/nix/store/00000000000000000000000000000000-${name}";
    outputName = "out";
    meta.mainProgram = name;
  };

  servers = lib.mapAttrs' (
    name: _: lib.nameValuePair "${name}-server" (package "${name}-server")
  ) registry.services;
in
servers
// lib.genAttrs [
  "netcat"
  "qemu_kvm"
] package
// {
  formats.toml = _: {
    generate = name: value: package name // { text = toToml value; };
  };
  writeShellScript = name: text: package name // { inherit text; };
}
