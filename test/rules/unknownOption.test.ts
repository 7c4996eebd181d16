/** `unknown-option`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedConfiguration } from "../support/checkFix.ts";

describe("unknown-option", () => {
  test("a misspelt option of a service", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire.enable = true;
  services.chainfire.prot = 2379;
#                    ^^^^ error[unknown-option]: The option services.chainfire.prot does not exist. Did you mean services.chainfire.port?
}
`));

  test("a misspelt name inside a nested set, and a service's need", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services = {
    chainfire.enable = true;
    flaredb = {
      enable = true;
      settings.endpoints.chanfire = "a:1";
#                        ^^^^^^^^ error[unknown-option]: The option services.flaredb.settings.endpoints.chanfire does not exist. Did you mean services.flaredb.settings.endpoints.chainfire?
    };
  };
}
`));

  test("freeform settings, and options of NixOS that are not known here, are left alone", () =>
    checkDiagnostics(`
#- /configuration.nix
{ pkgs, ... }:
{
  services.chainfire.enable = true;
  services.chainfire.settings.log.level = "debug";
  services.openssh.enable = true;
  services.some-daemon.prot = 1;
  networking.networkmanager.enable = true;
  environment.systemPackages = [ pkgs.vim ];
}
`));

  test("its fix puts the nearest name", async () => {
    expect(await fixedConfiguration("{ services.chainfire.prot = 1; }")).toMatchObject({
      "Change to `port`": "{ services.chainfire.port = 1; }",
    });
  });
});
