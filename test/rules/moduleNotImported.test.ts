/** `module-not-imported`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";

describe("module-not-imported", () => {
  const flake = (inputs: string, outputs: string, modules: string) =>
    `{\n  inputs = { nixpkgs.url = "github:NixOS/nixpkgs"; ${inputs}};\n  outputs = ${outputs}: {\n    nixosConfigurations.a = nixpkgs.lib.nixosSystem {\n      modules = ${modules};\n    };\n  };\n}\n`;
  const plasmacloud = 'plasmacloud.url = "github:yourorg/plasmacloud?dir=nix"; ';
  const host = '{ system.stateVersion = "25.05"; services.chainfire.enable = true; }\n';

  test("a host of a flake without the module", () =>
    checkDiagnostics(`
#- /flake.nix
${flake(plasmacloud, "{ nixpkgs, ... }", "[ ./a.nix ]")}
#- /a.nix
{
  system.stateVersion = "25.05";
  services = {
    chainfire.enable = true;
#   ^^^^^^^^^ error[module-not-imported]: services.chainfire is declared by none of this host's modules: PlasmaCloud's module is missing among them.
    chainfire.prot = 1;
#             ^^^^ error[unknown-option]: The option services.chainfire.prot does not exist. Did you mean services.chainfire.port?
  };
}
`));

  test("with the module, without a flake, and where something cannot be read: nothing", async () => {
    const modules = ["[ plasmacloud.nixosModules.default ./a.nix ]", "[ plasmacloud.nixosModules.chainfire ./a.nix ]"];
    for (const list of [...modules, "[ <elsewhere/module.nix> ./a.nix ]"]) {
      await checkDiagnostics(`
#- /flake.nix
${flake(plasmacloud, "{ nixpkgs, plasmacloud, ... }", list)}
#- /a.nix
${host}`);
    }
    await checkDiagnostics(`\n#- /configuration.nix\n${host}`);
  });

  test.each([
    [
      "{ nixpkgs, ... }",
      "[ ./a.nix ]",
      "{ plasmacloud, nixpkgs, ... }",
      "[ plasmacloud.nixosModules.default { nixpkgs.overlays = [ plasmacloud.overlays.default ]; } ./a.nix ]",
    ],
    [
      "{ nixpkgs, ... }@inputs",
      "[\n        ./a.nix\n      ]",
      "{ nixpkgs, ... }@inputs",
      "[\n        inputs.plasmacloud.nixosModules.default\n        { nixpkgs.overlays = [ inputs.plasmacloud.overlays.default ]; }\n        ./a.nix\n      ]",
    ],
  ])("its fix: %s, modules = %s", async (outputs, modules, outputsAfter, modulesAfter) => {
    const before = flake(plasmacloud, outputs, modules);
    const files = new Map([
      ["file:///flake.nix", before],
      ["file:///a.nix", host],
    ]);
    const [trial] = await checkFixes(files);
    expect(trial?.files.get("file:///flake.nix")).toBe(flake(plasmacloud, outputsAfter, modulesAfter));
  });

  test("no fix without the input", async () => {
    const files = new Map([
      ["file:///flake.nix", flake("", "{ nixpkgs, ... }", "[ ./a.nix ]")],
      ["file:///a.nix", host],
    ]);
    expect(await checkFixes(files)).toEqual([]);
  });
});
