# A nixpkgs in name only, to evaluate ../../../flake.nix where there is no network: packages are names,
# and `nixosSystem` knows what ../../../lib/nixos-base.nix declares. Without a checkout of the real
# `lib`, ../lib takes its place; then hosts are lists of modules.
#
#   nix eval ./nix#packages.x86_64-linux --apply builtins.attrNames \
#     --override-input nixpkgs path:./nix/tests/flakes/nixpkgs \
#     --override-input nixpkgs/nixpkgs-lib path:$NIXPKGS_LIB \
#     --override-input nixpkgs/platform path:./nix \
#     --override-input rust-overlay path:./nix/tests/flakes/rust-overlay
{
  inputs = {
    nixpkgs-lib.url = "github:nix-community/nixpkgs.lib";
    # This repository's nix/, always given by an override.
    platform.flake = false;
  };

  outputs =
    { nixpkgs-lib, platform, ... }:
    let
      inherit (nixpkgs-lib) lib;

      package = name: {
        type = "derivation";
        inherit name;
        outPath = "/nix/store/00000000000000000000000000000000-${name}";
        outputName = "out";
      };

      build = attributes: package (attributes.pname or attributes.name) // attributes;

      # Takes overlays as nixpkgs does, so that an overlay that cannot be tied fails here too.
      pkgsFor = system: lib.makeExtensible (packagesOf system);

      packagesOf =
        system: self:
        lib.genAttrs [
          "cargo"
          "deadnix"
          "netcat"
          "nixfmt"
          "nixfmt-tree"
          "openssl"
          "pkg-config"
          "protobuf"
          "qemu_kvm"
          "rocksdb"
          "rustc"
          "statix"
          "systemd"
        ] package
        // {
          inherit lib;
          callPackage = lib.callPackageWith self;
          stdenv.hostPlatform = { inherit system; };
          rustPlatform = {
            bindgenHook = package "bindgen-hook";
            buildRustPackage = build;
          };
          llvmPackages = {
            clang = package "clang";
            libclang.lib = package "libclang";
          };
          formats.toml = _: {
            generate = name: value: package name // { inherit value; };
          };
          mkShell = attributes: package "shell" // attributes;
          runCommand =
            name: attributes: command:
            package name // attributes // { inherit command; };
          symlinkJoin = build;
          testers.runNixOSTest = test: package "vm-test" // { inherit test; };
          writeShellScript = name: text: package name // { inherit text; };
          writeText = name: text: package name // { inherit text; };
        };

      nixosSystem = if lib ? evalModules then evaluateSystem else { modules, ... }: { inherit modules; };

      evaluateSystem =
        { modules, ... }:
        lib.evalModules {
          modules = [
            "${platform}/lib/nixos-base.nix"
            (
              { config, ... }:
              {
                _module.args.pkgs = lib.foldl' (
                  pkgs: overlay: pkgs.extend overlay
                ) (pkgsFor config.nixpkgs.hostPlatform) config.nixpkgs.overlays;
              }
            )
          ]
          ++ modules;
        };
    in
    {
      lib = lib // {
        inherit nixosSystem;
      };
      legacyPackages = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
      ] pkgsFor;
    };
}
