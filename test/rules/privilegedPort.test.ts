/** `privileged-port`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("privileged-port", () => {
  const own = (serviceConfig: string, more = "") => `
#- /configuration.nix
{ imports = [ ./own.nix ]; system.stateVersion = "25.05"; ${more} services.own = { enable = true; port = 80; }; }
#- /own.nix
{ config, lib, ... }:
let
  cfg = config.services.own;
in
{
  options.services.own = {
    enable = lib.mkEnableOption "it";
    port = lib.mkOption { type = lib.types.port; default = 8080; };
  };
  config = lib.mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = [ cfg.port ];
    systemd.services.own.serviceConfig = ${serviceConfig};
  };
}
`;

  test("a user who may not", () =>
    checkDiagnostics(
      own('{ User = "own"; }').replace(
        "#- /own.nix",
        `#${" ".repeat(97)}^^ information[privileged-port]: services.own.port is 80, and the unit own runs as a user who may not listen below 1024. Give it AmbientCapabilities = "CAP_NET_BIND_SERVICE", or take another port.\n#- /own.nix`,
      ),
    ));

  test.each([
    "{ }",
    '{ User = "root"; }',
    '{ User = "own"; AmbientCapabilities = [ "CAP_NET_BIND_SERVICE" ]; }',
    '{ DynamicUser = true; AmbientCapabilities = "CAP_CHOWN CAP_NET_BIND_SERVICE"; }',
    '{ User = "own"; AmbientCapabilities = builtins.readFile <capabilities>; }',
  ])("silent with serviceConfig = %s", async (config) => {
    await checkDiagnostics(own(config));
  });

  test("silent where anyone may, and about PlasmaCloud's own units", async () => {
    await checkDiagnostics(
      own("{ DynamicUser = true; }", 'boot.kernel.sysctl."net.ipv4.ip_unprivileged_port_start" = 80;'),
    );
    await checkDiagnostics(`
#- /configuration.nix
{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; port = 443; };
}
`);
  });
});
