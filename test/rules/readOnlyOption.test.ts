/** `read-only-option`: what is reported, its nearest neighbours that are not, and its fixes. */
import { test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

test("a definition of an option that has its value already", () =>
  checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  options.services.own.version = lib.mkOption { type = lib.types.str; readOnly = true; default = "1"; };
  config.system.stateVersion = "25.05";
  config.services.own.version = "2";
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[read-only-option]: services.own.version is read-only: its own module sets it.
}
`));

test("one definition of an option without a default", () =>
  checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  options.services.own.version = lib.mkOption { type = lib.types.str; readOnly = true; };
  config.system.stateVersion = "25.05";
  config.services.own.version = "2";
}
`));
