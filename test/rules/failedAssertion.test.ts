/** `failed-assertion`, `module-warning`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("failed-assertion", () => {
  test("a module's own assertion", () =>
    checkDiagnostics(`
#- /configuration.nix
{ config, ... }:
{
  networking.hostName = "a";
  assertions = [
    { assertion = config.networking.hostName == "b"; message = "wrong name"; }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[failed-assertion]: wrong name
    { assertion = config.networking.hostName == "a"; message = "right name"; }
  ];
}
`));
});

describe("module-warning", () => {
  test("a warning that holds, and one that does not", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  system.stateVersion = "25.05";
  warnings = lib.optional (1 > 0) "mind this" ++ lib.optional (0 > 1) "never mind";
#                                 ^^^^^^^^^^^ warning[module-warning]: mind this
}
`));
});
