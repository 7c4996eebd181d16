/** `data-dir-conflict`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";

describe("data-dir-conflict", () => {
  test("the same folder, and one inside another", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; dataDir = "/srv/data"; };
  services.flaredb = { enable = true; dataDir = "/srv/data/"; };
#                                               ^^^^^^^^^^^^ error[data-dir-conflict]: services.flaredb.dataDir and services.chainfire.dataDir are both /srv/data: each service needs a folder of its own.
  services.iam = { enable = true; dataDir = "/srv/data/iam"; };
#                                           ^^^^^^^^^^^^^^^ error[data-dir-conflict]: services.iam.dataDir is /srv/data/iam, inside of services.chainfire.dataDir, /srv/data: each service needs a folder of its own.
}
`));

  test("what is written gives way to a default, and a service of the workspace's own counts", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  imports = [ ./own.nix ];
  system.stateVersion = "25.05";
  services.chainfire.enable = true;
  services.own = { enable = true; stateDir = "/var/lib/chainfire/own"; };
#                                            ^^^^^^^^^^^^^^^^^^^^^^^^ error[data-dir-conflict]: services.own.stateDir is /var/lib/chainfire/own, inside of services.chainfire.dataDir, /var/lib/chainfire: each service needs a folder of its own.
}
#- /own.nix
{ lib, ... }:
{
  options.services.own = {
    enable = lib.mkEnableOption "it";
    stateDir = lib.mkOption { type = lib.types.path; default = "/var/lib/own"; };
  };
}
`));

  test("services that are off, folders of their own, and names that only begin alike", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; dataDir = "/srv/data"; };
  services.flaredb = { enable = true; dataDir = "/srv/data2"; };
  services.iam = { enable = false; dataDir = "/srv/data"; };
}
`));

  test("its fix", async () => {
    const text = (folder: string) =>
      `{ system.stateVersion = "25.05"; services.chainfire = { enable = true; dataDir = "/srv/a"; }; services.flaredb = { enable = true; dataDir = ${folder}; }; }\n`;
    const files = new Map([["file:///configuration.nix", text('"/srv/a"')]]);
    const trials = await checkFixes(files);
    expect(trials.map(({ title, files: after }) => [title, after.get("file:///configuration.nix")])).toEqual([
      ["Use the default folder /var/lib/flaredb", text('"/var/lib/flaredb"')],
    ]);
  });
});
