import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";
import { markedWorkspace } from "../support/marks.ts";

/** The texts of `/configuration.nix` after each fix, by the fix's title. */
async function fixed(text: string): Promise<Record<string, string>> {
  const trials = await checkFixes(markedWorkspace(`#- /configuration.nix\n${text.replace(/^\n/, "")}`));
  return Object.fromEntries(
    trials.map(({ title, files }) => [title, files.get("file:///configuration.nix")?.trimEnd() ?? ""]),
  );
}

describe("unknown-option", () => {
  test("a misspelt option of a service", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.chainfire.enable = true;
  services.chainfire.prot = 2379;
#                    ^^^^ error[unknown-option]: The option services.chainfire.prot does not exist. Did you mean services.chainfire.port?
}
`));

  test("a misspelt name inside a nested set, and a service's need", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services = {
    chainfire.enable = true;
    flaredb = {
      enable = true;
      settings.endpoints.chanfire = "a:1";
#                        ^^^^^^^^ error[unknown-option]: The option services.flaredb.settings.endpoints.chanfire does not exist. Did you mean services.flaredb.settings.endpoints.chainfire?
    };
  };
}
`));

  test("freeform settings, and options of NixOS that are not known here, are left alone", () =>
    checkDiagnostics(`
#- /configuration.nix
{ pkgs, ... }:
{
  services.chainfire.enable = true;
  services.chainfire.settings.log.level = "debug";
  services.openssh.enable = true;
  services.some-daemon.prot = 1;
  networking.networkmanager.enable = true;
  environment.systemPackages = [ pkgs.vim ];
}
`));

  test("its fix puts the nearest name", async () => {
    expect(await fixed("{ services.chainfire.prot = 1; }")).toMatchObject({
      "Change to `port`": "{ services.chainfire.port = 1; }",
    });
  });
});

describe("type-mismatch", () => {
  test("a string for a port, through let", () =>
    checkDiagnostics(`
#- /configuration.nix
let
  port = "2379";
in
{
  services.chainfire = {
    enable = true;
    port = port;
#          ^^^^ error[type-mismatch]: services.chainfire.port takes a 16 bit unsigned integer; between 0 and 65535 (both inclusive), not the string "2379".
  };
}
`));

  test("the wrong part of a list", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  networking.firewall.allowedTCPPorts = [ 22 "80" ];
#                                            ^^^^ error[type-mismatch]: networking.firewall.allowedTCPPorts[1] takes a 16 bit unsigned integer; between 0 and 65535 (both inclusive), not the string "80".
}
`));

  test("what is unknown is accepted", () =>
    checkDiagnostics(`
#- /configuration.nix
{ pkgs, ... }:
{
  services.chainfire.enable = true;
  services.chainfire.port = pkgs.somePort;
  services.chainfire.package = pkgs.chainfire-server;
}
`));

  test("its fixes", async () => {
    expect(await fixed('{ services.chainfire.port = "2379"; }')).toEqual({
      "Change to `2379`": "{ services.chainfire.port = 2379; }",
    });
    expect(await fixed('{ services.chainfire.openFirewall = "true"; }')).toEqual({
      "Change to `true`": "{ services.chainfire.openFirewall = true; }",
    });
    expect(await fixed("{ networking.firewall.allowedTCPPorts = 22; }")).toEqual({
      "Wrap in a list": "{ networking.firewall.allowedTCPPorts = [ 22 ]; }",
    });
  });

  test.each(["-1", "1 + 1"])("%s is no element of a list without parentheses", async (value) => {
    const text = (of: string): string =>
      `{ lib, ... }: { options.n = lib.mkOption { type = lib.types.listOf lib.types.int; }; config.n = ${of}; }`;
    expect(await fixed(text(value))).toEqual({ "Wrap in a list": text(`[ (${value}) ]`) });
  });
});

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

describe("missing-dependency", () => {
  const message =
    'error[missing-dependency]: services.iam needs flaredb. Enable it on this host with `services.flaredb.enable = true;`, or say where it runs with `services.iam.settings.endpoints.flaredb = "HOST:2479";`.';

  test("a service without the one it needs", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  services.iam.enable = true;
# ^^^^^^^^^^^^^^^^^^^ ${message}
}
`));

  test("a service that is forced on needs what any other does", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services.iam.enable = lib.mkForce true;
# ^^^^^^^^^^^^^^^^^^^ ${message}
}
`));

  test("an endpoint meets the need; so does the service behind a condition that holds", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, config, ... }:
{
  services.iam.enable = true;
  services.iam.settings.endpoints.flaredb = "db.example.org:2479";
  services.novanet.enable = true;
  services.novanet.settings.endpoints = { iam = "127.0.0.1:3000"; flaredb = [ "a:1" "b:2" ]; };
}
`));

  test("a condition that is false meets nothing", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  services = {
    iam = {
      enable = true;
#     ^^^^^^ ${message}
    };
    flaredb.enable = lib.mkIf false true;
  };
}
`));

  test("an import that cannot be read may bring it", () =>
    checkDiagnostics(`
#- /configuration.nix
{ inputs, ... }:
{
  imports = [ inputs.mine.nixosModules.all ];
  services.iam.enable = true;
}
`));

  test("its fixes enable all that is missing, in the file's own style", async () => {
    expect(await fixed("{\n  services.iam.enable = true;\n}")).toEqual({
      "Enable flaredb and chainfire on this host":
        "{\n  services.iam.enable = true;\n  services.flaredb.enable = true;\n  services.chainfire.enable = true;\n}",
      "Set `services.iam.settings.endpoints.flaredb` (another host's address)":
        '{\n  services.iam.enable = true;\n  services.iam.settings.endpoints.flaredb = "HOST:2479";\n}',
    });
    expect(await fixed("{\n  services = {\n    iam = {\n      enable = true;\n    };\n  };\n}")).toMatchObject({
      "Enable flaredb and chainfire on this host":
        "{\n  services = {\n    iam = {\n      enable = true;\n    };\n    flaredb = {\n      enable = true;\n    };\n    chainfire = {\n      enable = true;\n    };\n  };\n}",
    });
    expect(await fixed("{ services = { iam.enable = true; }; }")).toMatchObject({
      "Enable flaredb and chainfire on this host":
        "{ services = { iam.enable = true; flaredb.enable = true; chainfire.enable = true; }; }",
    });
  });
});

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
    expect(await fixed("{ services.chainfire = { enable = true; raftPort = 2379; }; }")).toEqual({
      "Change `services.chainfire.raftPort` to 2380": "{ services.chainfire = { enable = true; raftPort = 2380; }; }",
    });
  });
});

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

describe("module-not-imported", () => {
  const flake = (inputs: string, outputs: string, modules: string) =>
    `{\n  inputs = { nixpkgs.url = "github:NixOS/nixpkgs"; ${inputs}};\n  outputs = ${outputs}: {\n    nixosConfigurations.a = nixpkgs.lib.nixosSystem {\n      modules = ${modules};\n    };\n  };\n}\n`;
  const plasmacloud = 'plasmacloud.url = "github:yourorg/plasmacloud?dir=nix"; ';
  const host = '{ system.stateVersion = "25.05"; services.chainfire.enable = true; }\n';

  test("a host of a flake without the module", () =>
    checkDiagnostics(`
#- /flake.nix
${flake(plasmacloud, "{ nixpkgs, ... }", "[ ./a.nix ]")}
#- /a.nix
{
  system.stateVersion = "25.05";
  services = {
    chainfire.enable = true;
#   ^^^^^^^^^ error[module-not-imported]: services.chainfire is declared by none of this host's modules: PlasmaCloud's module is missing among them.
    chainfire.prot = 1;
#             ^^^^ error[unknown-option]: The option services.chainfire.prot does not exist. Did you mean services.chainfire.port?
  };
}
`));

  test("with the module, without a flake, and where something cannot be read: nothing", async () => {
    const modules = ["[ plasmacloud.nixosModules.default ./a.nix ]", "[ plasmacloud.nixosModules.chainfire ./a.nix ]"];
    for (const list of [...modules, "[ <elsewhere/module.nix> ./a.nix ]"]) {
      await checkDiagnostics(`
#- /flake.nix
${flake(plasmacloud, "{ nixpkgs, plasmacloud, ... }", list)}
#- /a.nix
${host}`);
    }
    await checkDiagnostics(`\n#- /configuration.nix\n${host}`);
  });

  test.each([
    [
      "{ nixpkgs, ... }",
      "[ ./a.nix ]",
      "{ plasmacloud, nixpkgs, ... }",
      "[ plasmacloud.nixosModules.default { nixpkgs.overlays = [ plasmacloud.overlays.default ]; } ./a.nix ]",
    ],
    [
      "{ nixpkgs, ... }@inputs",
      "[\n        ./a.nix\n      ]",
      "{ nixpkgs, ... }@inputs",
      "[\n        inputs.plasmacloud.nixosModules.default\n        { nixpkgs.overlays = [ inputs.plasmacloud.overlays.default ]; }\n        ./a.nix\n      ]",
    ],
  ])("its fix: %s, modules = %s", async (outputs, modules, outputsAfter, modulesAfter) => {
    const before = flake(plasmacloud, outputs, modules);
    const files = new Map([
      ["file:///flake.nix", before],
      ["file:///a.nix", host],
    ]);
    const [trial] = await checkFixes(files);
    expect(trial?.files.get("file:///flake.nix")).toBe(flake(plasmacloud, outputsAfter, modulesAfter));
  });

  test("no fix without the input", async () => {
    const files = new Map([
      ["file:///flake.nix", flake("", "{ nixpkgs, ... }", "[ ./a.nix ]")],
      ["file:///a.nix", host],
    ]);
    expect(await checkFixes(files)).toEqual([]);
  });
});

describe("data-dir-conflict", () => {
  test("the same folder, and one inside another", () =>
    checkDiagnostics(`
#- /configuration.nix
{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; dataDir = "/srv/data"; };
  services.flaredb = { enable = true; dataDir = "/srv/data/"; };
#                                               ^^^^^^^^^^^^ error[data-dir-conflict]: services.flaredb.dataDir and services.chainfire.dataDir are both /srv/data: each service needs a folder of its own.
  services.iam = { enable = true; dataDir = "/srv/data/iam"; };
#                                           ^^^^^^^^^^^^^^^ error[data-dir-conflict]: services.iam.dataDir is /srv/data/iam, inside of services.chainfire.dataDir, /srv/data: each service needs a folder of its own.
}
`));

  test("what is written gives way to a default, and a service of the workspace's own counts", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  imports = [ ./own.nix ];
  system.stateVersion = "25.05";
  services.chainfire.enable = true;
  services.own = { enable = true; stateDir = "/var/lib/chainfire/own"; };
#                                            ^^^^^^^^^^^^^^^^^^^^^^^^ error[data-dir-conflict]: services.own.stateDir is /var/lib/chainfire/own, inside of services.chainfire.dataDir, /var/lib/chainfire: each service needs a folder of its own.
}
#- /own.nix
{ lib, ... }:
{
  options.services.own = {
    enable = lib.mkEnableOption "it";
    stateDir = lib.mkOption { type = lib.types.path; default = "/var/lib/own"; };
  };
}
`));

  test("services that are off, folders of their own, and names that only begin alike", () =>
    checkDiagnostics(`
#- /configuration.nix
{ lib, ... }:
{
  system.stateVersion = "25.05";
  services.chainfire = { enable = true; dataDir = "/srv/data"; };
  services.flaredb = { enable = true; dataDir = "/srv/data2"; };
  services.iam = { enable = false; dataDir = "/srv/data"; };
}
`));

  test("its fix", async () => {
    const text = (folder: string) =>
      `{ system.stateVersion = "25.05"; services.chainfire = { enable = true; dataDir = "/srv/a"; }; services.flaredb = { enable = true; dataDir = ${folder}; }; }\n`;
    const files = new Map([["file:///configuration.nix", text('"/srv/a"')]]);
    const trials = await checkFixes(files);
    expect(trials.map(({ title, files: after }) => [title, after.get("file:///configuration.nix")])).toEqual([
      ["Use the default folder /var/lib/flaredb", text('"/var/lib/flaredb"')],
    ]);
  });
});

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
