/**
 * The whole configuration of the examples' hosts, ours against what real Nix makes of the same files with the same
 * stand-in for packages. With NIXPKGS_LIB and Nix only.
 */
import { expect, test } from "vitest";
import { evaluateOurs } from "../nix/ourNix.ts";
import { evaluateReal, has, libFolder, nixFolder } from "../nix/realNix.ts";

const isHere = has("nix-instantiate") && libFolder !== null;

/** What of a configuration is compared: all that is data. */
function configurations(nix: string, example: string): string {
  return `
    let
      lib = import <nixpkgs/lib>;
      pkgs = import ${nix}/tests/stub-pkgs.nix { inherit lib; };
      inherit (import ${nix}/tests/support/host.nix { inherit lib pkgs; }) hostsOf;
      data = value:
        if lib.isDerivation value then "package \${value.name}"
        else if builtins.isAttrs value then lib.mapAttrs (_: data) value
        else if builtins.isList value then map data value
        else if builtins.isFunction value then "function"
        else value;
      parts = [ "assertions" "warnings" "boot" "environment" "fileSystems" "hardware" "networking" "nix" "security" "services" "swapDevices" "system" "systemd" "time" "users" ];
    in
    lib.mapAttrs (_: host: lib.genAttrs parts (part: data host.config.\${part})) (hostsOf "${example}")`;
}

test.runIf(isHere).each(["minimal", "single-node", "three-node"])("%s", (example) => {
  expect(evaluateOurs(configurations("/nix", example))).toEqual(evaluateReal(configurations(nixFolder, example)));
});

test.runIf(!isHere)("needs NIXPKGS_LIB and Nix: not compared here", () => {
  console.warn("The examples were not compared with real Nix: set NIXPKGS_LIB and install Nix.");
});
