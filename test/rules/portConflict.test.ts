/** `port-conflict`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedConfiguration } from "../support/checkFix.ts";

describe("port-conflict", () => {
  test("the last port there is: the next one below is advised", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire = { enable = true; port = 65535; };
  services.flaredb = { enable = true; port = 65535; };
#                                            ^^^^^ error[port-conflict]: services.flaredb.port and services.chainfire.port both listen on port 65535/tcp of this host; give one of them another port, such as 65534.
}
`));

  test("a port taken over from another service", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire.enable = true;
  services.flaredb.enable = true;
  services.flaredb.port = 2379;
#                         ^^^^ error[port-conflict]: services.flaredb.port and services.chainfire.port both listen on port 2379/tcp of this host; give one of them another port, such as 2382.
}
`));

  test("other addresses and other protocols do not clash", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire = { enable = true; listenAddress = "10.0.0.1"; };
  services.flaredb = { enable = true; listenAddress = "10.0.0.2"; port = 2379; };
}
`));

  test("NixOS's own services count, with their defaults", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire.enable = true;
  services.chainfire.port = 22;
#                           ^^ error[port-conflict]: services.chainfire.port and services.openssh.ports both listen on port 22/tcp of this host; give one of them another port, such as 23.
  services.openssh.enable = true;
}
`));

  test("each port of a list that several modules write", () =>
    checkDiagnostics(`
#- /ssh.nix
{ lib, ... }: { services.openssh.ports = lib.mkIf true [ 2222 ]; }
#                                                        ^^^^ error[port-conflict]: services.openssh.ports and services.flaredb.port both listen on port 2222/tcp of this host; give one of them another port, such as 2223.
#- /configuration.nix
{
  imports = [ ./ssh.nix ];
  services.openssh = { enable = true; ports = [ 22 2379 ]; };
#                                                  ^^^^ error[port-conflict]: services.openssh.ports and services.chainfire.port both listen on port 2379/tcp of this host; give one of them another port, such as 2382.
  services.chainfire.enable = true;
  services.flaredb = { enable = true; port = 2222; };
}
`));

  test("nginx listens where its virtual hosts do", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services.chainfire = { enable = true; port = 443; };
#                                              ^^^ error[port-conflict]: services.chainfire.port and services.nginx both listen on port 443/tcp of this host; give one of them another port, such as 444.
  services.flaredb = { enable = true; port = 80; };
#                                            ^^ error[port-conflict]: services.flaredb.port and services.nginx both listen on port 80/tcp of this host; give one of them another port, such as 81.
  services.nginx.enable = true;
  services.nginx.virtualHosts."a.example" = { forceSSL = true; locations."/".root = "/srv"; };
}
`));

  test("nginx that listens elsewhere, or has no virtual host there, is left alone", async () => {
    for (const nginx of [
      "enable = true;",
      'enable = true; virtualHosts.a.locations."/".root = "/srv"; defaultHTTPListenPort = 8080;',
      'enable = true; virtualHosts.a = { listen = [ { addr = "127.0.0.1"; port = 8080; } ]; };',
      'enable = true; virtualHosts.a = lib.mkIf false { locations."/".root = "/srv"; };',
      "enable = true; virtualHosts.a = { onlySSL = true; };",
      "enable = false; virtualHosts.a = { };",
    ])
      await checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services.chainfire = { enable = true; port = 80; };
  services.nginx = { ${nginx} };
}
`);
  });

  test("a workspace service that opens its port in the firewall", () =>
    checkDiagnostics(`
#- /app.nix
{ config, lib, ... }:
{
  options.services.app = {
    enable = lib.mkEnableOption "the app";
    port = lib.mkOption { type = lib.types.port; default = 8080; };
    databasePort = lib.mkOption { type = lib.types.port; default = 2379; };
  };
  config = lib.mkIf config.services.app.enable {
    networking.firewall.allowedTCPPorts = [ config.services.app.port ];
  };
}
#- /configuration.nix
{
  imports = [ ./app.nix ];
  services.chainfire.enable = true;
  services.app.enable = true;
  services.app.port = 2379;
#                     ^^^^ error[port-conflict]: services.app.port and services.chainfire.port both listen on port 2379/tcp of this host; give one of them another port, such as 2382.
}
`));

  describe("a workspace service that hands its port to its own unit", () => {
    const app = (unit: string) => `
#- /app.nix
{ config, lib, pkgs, ... }:
let
  cfg = config.services.app;
in
{
  options.services.app = {
    enable = lib.mkEnableOption "the app";
    package = lib.mkPackageOption pkgs "app" { };
    port = lib.mkOption { type = lib.types.port; default = 8080; };
    metricsPort = lib.mkOption { type = lib.types.port; default = 8081; };
    databasePort = lib.mkOption { type = lib.types.port; default = 8082; };
    chainfirePort = lib.mkOption { type = lib.types.port; default = 8083; };
  };
  config = lib.mkIf cfg.enable { ${unit} };
}
#- /configuration.nix
`;
    const clash = (name: string) => `{
  imports = [ ./app.nix ];
  services.chainfire.enable = true;
  services.app.enable = true;
  services.app.${name} = 2379;
}
`;
    const warned = (name: string) => `{
  imports = [ ./app.nix ];
  services.chainfire.enable = true;
  services.app = { enable = true; ${name} =
    2379;
#   ^^^^ warning[port-conflict]: services.app.${name} and services.chainfire.port probably both listen on port 2379/tcp of this host; give one of them another port, such as 2382.
  };
}
`;
    const port = "toString cfg.port";
    const units: [string, string][] = [
      ["in its environment", `systemd.services.app.environment.PORT = ${port};`],
      ["on its command line", `systemd.services.app.serviceConfig.ExecStart = "/bin/app --port \${${port}}";`],
      [
        "beside its package",
        `systemd.services.app.serviceConfig.ExecStart = "\${cfg.package}/bin/app -p \${${port}}";`,
      ],
      ["after its program", `systemd.services.app.script = "\${lib.getExe cfg.package} -p \${${port}}";`],
      ["in its script", `systemd.services.app.script = "exec app --listen :\${${port}}";`],
    ];
    test.each(units)("%s", async (_, unit) => {
      await checkDiagnostics(app(unit) + warned("port"));
    });

    test("under another name", () =>
      checkDiagnostics(
        app("systemd.services.app.environment.METRICS = toString cfg.metricsPort;") + warned("metricsPort"),
      ));

    test("beside a package that nothing can stand in for, where its text is unknown", () =>
      checkDiagnostics(
        app(`systemd.services.app.serviceConfig.ExecStart = "\${pkgs.app}/bin/app -p \${${port}}";`) + clash("port"),
      ));

    test("to no unit", () => checkDiagnostics(app("") + clash("port")));

    test("to another's unit", () =>
      checkDiagnostics(app(`systemd.services.proxy.environment.APP_PORT = ${port};`) + clash("port")));

    test.each(["databasePort", "chainfirePort"])("%s is where another listens", async (name) => {
      await checkDiagnostics(app(`systemd.services.app.environment.OTHER = toString cfg.${name};`) + clash(name));
    });

    test("where it only looks the same", () =>
      checkDiagnostics(app(`systemd.services.app.environment.OTHER = "2379";`) + clash("port")));
  });

  test("its fix is the next free port", async () => {
    expect(await fixedConfiguration("{ services.chainfire = { enable = true; raftPort = 2379; }; }")).toEqual({
      "Change `services.chainfire.raftPort` to 2380": "{ services.chainfire = { enable = true; raftPort = 2380; }; }",
    });
  });
});
