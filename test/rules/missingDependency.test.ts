/** `missing-dependency`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedConfiguration } from "../support/checkFix.ts";

describe("missing-dependency", () => {
  const message =
    'error[missing-dependency]: services.iam needs flaredb. Enable it on this host with `services.flaredb.enable = true;`, or say where it runs with `services.iam.settings.endpoints.flaredb = "HOST:2479";`.';

  test("a service without the one it needs", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.iam.enable = true;
# ^^^^^^^^^^^^^^^^^^^ ${message}
}
`));

  test("a service that is forced on needs what any other does", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services.iam.enable = lib.mkForce true;
# ^^^^^^^^^^^^^^^^^^^ ${message}
}
`));

  test("an endpoint meets the need; so does the service behind a condition that holds", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, config, ... }:
{
  services.iam.enable = true;
  services.iam.settings.endpoints.flaredb = "db.example.org:2479";
  services.novanet.enable = true;
  services.novanet.settings.endpoints = { iam = "127.0.0.1:3000"; flaredb = [ "a:1" "b:2" ]; };
}
`));

  test("a condition that is false meets nothing", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services = {
    iam = {
      enable = true;
#     ^^^^^^ ${message}
    };
    flaredb.enable = lib.mkIf false true;
  };
}
`));

  test("an import that cannot be read may bring it", () =>
    checkDiagnostics(`
#- /configuration.nix
{ inputs, ... }:
{
  imports = [ inputs.mine.nixosModules.all ];
  services.iam.enable = true;
}
`));

  describe("stands at the definition that enables, whatever lies between", () => {
    const body: Readonly<Record<string, string>> = {
      "mkIf on another service": "lib.mkIf config.services.chainfire.enable true",
      "the same value as another service": "config.services.chainfire.enable",
      "two conditions":
        "lib.mkIf config.services.chainfire.enable (lib.mkIf (config.services.chainfire.port > 0) true)",
      "an option between": "lib.mkIf config.role true",
      mkMerge: "lib.mkMerge [ (lib.mkIf config.services.chainfire.enable true) (lib.mkIf false false) ]",
      "a default": "lib.mkDefault config.services.chainfire.enable",
    };
    test.each(Object.keys(body))("%s", async (name) => {
      await checkDiagnostics(`
#- /configuration.nix
{ config, lib, ... }:
{
  options.role = lib.mkOption { type = lib.types.bool; default = config.services.chainfire.enable; };
  config.services.chainfire.enable = true;
  config.services.iam.enable = ${body[name]};
# ^^^^^^^^^^^^^^^^^^^^^^^^^^ ${message}
}
`);
    });

    test("in another file, through a list of roles", () =>
      checkDiagnostics(`
#- /configuration.nix
{ imports = [ ./role.nix ./iam.nix ]; services.chainfire.enable = true; }
#- /role.nix
{ config, lib, ... }: {
  options.roles = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  config.roles = lib.mkIf config.services.chainfire.enable [ "iam" ];
}
#- /iam.nix
{ config, lib, ... }: lib.mkIf (builtins.elem "iam" config.roles) {
  services.iam.enable = lib.mkDefault true;
# ^^^^^^^^^^^^^^^^^^^ ${message}
}
`));

    test("nothing is said where the condition does not hold", () =>
      checkDiagnostics(`
#- /configuration.nix
{ config, lib, ... }:
{
  services.chainfire.enable = false;
  services.iam.enable = lib.mkIf config.services.chainfire.enable true;
}
`));

    test("its fix is the same", async () => {
      const text =
        "{ config, lib, ... }:\n{\n  services.chainfire.enable = true;\n  services.iam.enable = lib.mkIf config.services.chainfire.enable true;\n}";
      expect(await fixedConfiguration(text)).toMatchObject({
        "Enable flaredb on this host": text.replace(/\n\}$/, "\n  services.flaredb.enable = true;\n}"),
      });
    });
  });

  test("its fixes enable all that is missing, in the file's own style", async () => {
    expect(await fixedConfiguration("{\n  services.iam.enable = true;\n}")).toEqual({
      "Enable flaredb and chainfire on this host":
        "{\n  services.iam.enable = true;\n  services.flaredb.enable = true;\n  services.chainfire.enable = true;\n}",
      "Set `services.iam.settings.endpoints.flaredb` (another host's address)":
        '{\n  services.iam.enable = true;\n  services.iam.settings.endpoints.flaredb = "HOST:2479";\n}',
    });
    expect(
      await fixedConfiguration("{\n  services = {\n    iam = {\n      enable = true;\n    };\n  };\n}"),
    ).toMatchObject({
      "Enable flaredb and chainfire on this host":
        "{\n  services = {\n    iam = {\n      enable = true;\n    };\n    flaredb = {\n      enable = true;\n    };\n    chainfire = {\n      enable = true;\n    };\n  };\n}",
    });
    expect(await fixedConfiguration("{ services = { iam.enable = true; }; }")).toMatchObject({
      "Enable flaredb and chainfire on this host":
        "{ services = { iam.enable = true; flaredb.enable = true; chainfire.enable = true; }; }",
    });
  });
});
