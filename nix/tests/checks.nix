# What `nix flake check` runs: unit tests, formatting and lints everywhere, and the virtual machines
# on x86_64-linux, whose hosted runners have KVM.
{
  pkgs,
  servers,
  overlay,
  hosts,
}:
let
  inherit (pkgs) lib;
  source = lib.cleanSource ../.;

  unit = import ./. { inherit lib; };

  lint =
    name: packages: command:
    pkgs.runCommand "plasmacloud-${name}" { nativeBuildInputs = packages; } ''
      cd ${source}
      ${command}
      touch $out
    '';

  vmTest =
    file:
    (pkgs.extend overlay).testers.runNixOSTest {
      imports = [ file ];
      defaults.imports = [ ../modules ];
    };
in
servers
// {
  unit =
    if unit.failures == [ ] then
      pkgs.runCommand "plasmacloud-unit" { } "touch $out"
    else
      throw "unit tests failed: ${lib.generators.toPretty { } unit.failures}";

  # The servers' builds test the crates of their own workspaces; this is the crate they share.
  stub =
    pkgs.runCommand "plasmacloud-stub"
      {
        nativeBuildInputs = [
          pkgs.rustc
          pkgs.cargo
        ];
      }
      ''
        cp -r ${source}/stub-src/stub .
        chmod -R u+w stub
        cd stub
        CARGO_HOME=$PWD/.cargo cargo test --offline --locked
        touch $out
      '';

  hardening = import ./hardening-check.nix { inherit pkgs hosts; };

  format = lint "format" [ pkgs.nixfmt ] "find . -name '*.nix' -exec nixfmt --check {} +";
  statix = lint "statix" [ pkgs.statix ] "statix check .";
  deadnix = lint "deadnix" [ pkgs.deadnix ] "deadnix --fail .";
}
// lib.optionalAttrs (pkgs.stdenv.hostPlatform.system == "x86_64-linux") {
  vm-single-node = vmTest ./vm/single-node.nix;
  vm-three-node = vmTest ./vm/three-node.nix;
}
