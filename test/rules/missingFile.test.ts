/** `missing-file`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("missing-file", () => {
  test("an import that is not there", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  imports = [ ./gone.nix ];
#             ^^^^^^^^^^ error[missing-file]: no such file: /gone.nix
}
`));

  test("what is never asked for does not count", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  imports = lib.optional (builtins.pathExists ./gone.nix) ./gone.nix;
}
`));
});
