/** `type-mismatch`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedConfiguration } from "../support/checkFix.ts";

describe("type-mismatch", () => {
  test("a string for a port, through let", () =>
    checkDiagnostics(`
#- /configuration.nix
let
  port = "2379";
in
{
  services.chainfire = {
    enable = true;
    port = port;
#          ^^^^ error[type-mismatch]: services.chainfire.port takes a 16 bit unsigned integer; between 0 and 65535 (both inclusive), not the string "2379".
  };
}
`));

  test("the wrong part of a list", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  networking.firewall.allowedTCPPorts = [ 22 "80" ];
#                                            ^^^^ error[type-mismatch]: networking.firewall.allowedTCPPorts[1] takes a 16 bit unsigned integer; between 0 and 65535 (both inclusive), not the string "80".
}
`));

  test("what is unknown is accepted", () =>
    checkDiagnostics(`
#- /configuration.nix
{ pkgs, ... }:
{
  services.chainfire.enable = true;
  services.chainfire.port = pkgs.somePort;
  services.chainfire.package = pkgs.chainfire-server;
}
`));

  test("its fixes", async () => {
    expect(await fixedConfiguration('{ services.chainfire.port = "2379"; }')).toEqual({
      "Change to `2379`": "{ services.chainfire.port = 2379; }",
    });
    expect(await fixedConfiguration('{ services.chainfire.openFirewall = "true"; }')).toEqual({
      "Change to `true`": "{ services.chainfire.openFirewall = true; }",
    });
    expect(await fixedConfiguration("{ networking.firewall.allowedTCPPorts = 22; }")).toEqual({
      "Wrap in a list": "{ networking.firewall.allowedTCPPorts = [ 22 ]; }",
    });
  });

  test.each(["-1", "1 + 1"])("%s is no element of a list without parentheses", async (value) => {
    const text = (of: string): string =>
      `{ lib, ... }: { options.n = lib.mkOption { type = lib.types.listOf lib.types.int; }; config.n = ${of}; }`;
    expect(await fixedConfiguration(text(value))).toEqual({ "Wrap in a list": text(`[ (${value}) ]`) });
  });
});
