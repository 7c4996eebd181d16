/** `conflicting-definitions`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";
import { markedWorkspace } from "../support/marks.ts";

describe("conflicting-definitions", () => {
  test("two modules with different values", () =>
    checkDiagnostics(`
#- /a.nix
{ services.chainfire.port = 1000; }
#- /configuration.nix
{
  imports = [ ./a.nix ];
  services.chainfire.port = 2000;
#                           ^^^^ error[conflicting-definitions]: services.chainfire.port is defined with different values of the same priority, and its type cannot merge them. Keep one, or say with \`lib.mkForce\` which one wins.
}
`));

  test("priorities settle it", () =>
    checkDiagnostics(`
#- /a.nix
{ lib, ... }: { services.chainfire.port = lib.mkDefault 1000; services.chainfire.raftPort = lib.mkForce 5; }
#- /configuration.nix
{
  imports = [ ./a.nix ];
  services.chainfire.port = 2000;
  services.chainfire.raftPort = 6;
}
`));

  test("its fixes", async () => {
    const trials = await checkFixes(
      markedWorkspace(`#- /a.nix
{ services.chainfire.port = 1000; }
#- /configuration.nix
{ pkgs, ... }:
{
  imports = [ ./a.nix ];
  services.chainfire.port = 2000;
}
`),
    );
    expect(trials.map(({ title, files }) => [title, files.get("file:///configuration.nix")])).toEqual([
      [
        "Let this definition win with `mkForce`",
        "{ lib, pkgs, ... }:\n{\n  imports = [ ./a.nix ];\n  services.chainfire.port = lib.mkForce 2000;\n}\n",
      ],
      ["Remove this definition", "{ pkgs, ... }:\n{\n  imports = [ ./a.nix ];\n}\n"],
    ]);
  });
});
