/** `disabledModules`: what stands in for NixOS's own modules goes as those would. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { standInsOf } from "../../server/src/modules/nixpkgs/standIns.ts";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

const SSHD = `
#- /sshd.nix
{ lib, ... }:
{
  options.services.openssh.ports = lib.mkOption { type = lib.types.str; default = ""; description = "ports"; };
  config.services.openssh.ports = "22,23";
}`;

test.each([
  ["by its name", '"services/networking/ssh/sshd.nix"'],
  ["by its path below modulesPath", '"${modulesPath}/services/networking/ssh/sshd.nix"'],
  ["by a sum of paths", '(modulesPath + "/services/networking/ssh/sshd.nix")'],
])("a module of NixOS that is disabled %s can be replaced", async (_, entry) => {
  await checkDiagnostics(`
#- /configuration.nix
{ modulesPath, ... }:
{
  disabledModules = [ ${entry} ];
  imports = [ ./sshd.nix ];
  users.users.a = { };
}${SSHD}
`);
});

test("one that is not disabled cannot", () =>
  checkDiagnostics(`
#- /configuration.nix
{
#<0+0> error[evaluation-error]: services.openssh.ports: The option \`services.openssh.ports' in \`plasmacloud/nix/lib/nixos-base.nix' is already declared in \`/sshd.nix'.
  disabledModules = [ "services/networking/ntp/chrony.nix" ];
  imports = [ ./sshd.nix ];
}${SSHD}
`));

test("the others stay", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  disabledModules = [ "services/networking/ssh/sshd.nix" ];
  networking.hostName = 1;
#                       ^ error[type-mismatch]: networking.hostName takes a string matching the pattern $^|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$, not the integer 1.
}
`));

test("each module that is known declares something of the stand-in, and by both of its names", () => {
  const base = readFileSync("nix/lib/nixos-base.nix", "utf8");
  for (const module of ["system/boot/systemd.nix", "tasks/filesystems.nix", "config/users-groups.nix"]) {
    const options = standInsOf(module);
    expect(options.length).toBeGreaterThan(0);
    expect(standInsOf(`file:///nixpkgs/nixos/modules/${module}`)).toEqual(options);
    for (const path of options) expect(base).toContain(path.at(-1));
  }
  expect(standInsOf("services/none.nix")).toEqual([]);
});
