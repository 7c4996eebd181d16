# The development shell without flakes: `nix-shell nix`. Rust is nixpkgs' own here.
{
  pkgs ? import <nixpkgs> { },
}:
pkgs.callPackage ./packages/dev-shell.nix {
  toolchain = [
    pkgs.cargo
    pkgs.clippy
    pkgs.rust-analyzer
    pkgs.rustc
    pkgs.rustfmt
  ];
}
