/** `evaluation-error`: what is reported, its nearest neighbours that are not, and its fixes. */
import { test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

test.each([
  ["a throw", 'throw "no name"', "no name"],
  ["a missing attribute", "{ a = 1; }.b", "attribute 'b' missing"],
  ["a call with a wrong argument", "({ a }: a) { b = 1; }", "anonymous function called without required argument 'a'"],
])("%s", async (_, value, message) => {
  await checkDiagnostics(`
#- /configuration.nix
{
  system.stateVersion = "25.05";
  networking.hostName = ${value};
#                       ${"^".repeat(value.length)} error[evaluation-error]: networking.hostName: ${message}
}
`);
});

test("an endless recursion, which is nowhere in particular", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  system.stateVersion = "25.05";
  networking.hostName = let x = x; in x;
# ^^^^^^^^^^^^^^^^^^^ error[evaluation-error]: networking.hostName: infinite recursion encountered
}
`));

test("what nothing asks for, and what cannot be known", () =>
  checkDiagnostics(`
#- /configuration.nix
{ lib, pkgs, ... }:
{
  system.stateVersion = "25.05";
  networking.hostName = lib.mkIf false (throw "never");
  environment.etc.a.text = "\${pkgs.nothing.here}";
}
`));
