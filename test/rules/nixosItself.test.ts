import { describe, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("what NixOS itself may define", () => {
  const admin = `
  system.stateVersion = "25.05";
  users.users.admin.isNormalUser = true;
  services.openssh.enable = true;
`;
  test("no assertion, warning or error is reported that it may cure", async () => {
    for (const condition of [
      'config.users.users.admin.home == "/home/admin"',
      "lib.elem 22 config.networking.firewall.allowedTCPPorts",
      "config.environment.systemPackages != [ ]",
      "config.boot.kernelModules != [ ]",
      "config.systemd.tmpfiles.rules != [ ]",
      "config.nix.settings ? trusted-users",
      '(if config.networking.firewall.allowedTCPPorts == [ ] then throw "no ports" else true)',
    ])
      await checkDiagnostics(`
#- /configuration.nix
{ config, lib, ... }:
{${admin}  assertions = [ { assertion = ${condition}; message = "it does not hold"; } ];
  warnings = lib.optional (!(${condition})) "it does not hold";
}
`);
  });

  test("what a module at hand settles is reported", () =>
    checkDiagnostics(`
#- /configuration.nix
{ config, lib, ... }:
{
  system.stateVersion = "25.05";
  networking.hostName = "a";
  assertions = [ { assertion = config.networking.hostName != "a"; message = "not this name"; } ];
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[failed-assertion]: not this name
}
`));
});
