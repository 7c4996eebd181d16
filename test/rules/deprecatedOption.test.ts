/** `deprecated-option`: what is reported, its nearest neighbours that are not, and its fixes. */
import { expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedConfiguration } from "../support/checkFix.ts";

const modules = (definition: string) => `{ lib, ... }:
{
  imports = [
    (lib.mkRenamedOptionModule [ "services" "old" "port" ] [ "services" "own" "port" ])
    (lib.mkRemovedOptionModule [ "services" "gone" ] "Use services.own instead.")
  ];
  options.services.own.port = lib.mkOption { type = lib.types.port; default = 1; };
  config.system.stateVersion = "25.05";
${definition}}
`;

test("an option that was renamed, and one that was removed", () =>
  checkDiagnostics(`
#- /configuration.nix
${modules(`  config.services.old.port = 80;
# ^^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated-option]: services.old.port was renamed to services.own.port.
  config.services.gone = true;
# ^^^^^^^^^^^^^^^^^^^^ error[deprecated-option]: services.gone was removed. Use services.own instead.
`)}`));

test("the new name, and no name", () =>
  checkDiagnostics(`
#- /configuration.nix
${modules("  config.services.own.port = 80;\n")}`));

test("its fix renames", async () => {
  expect(await fixedConfiguration(modules("  config.services.old.port = 80;\n"))).toEqual({});
});
