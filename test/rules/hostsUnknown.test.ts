/** `hosts-unknown`: flakes and hives whose hosts cannot be listed, in the shapes that real ones take. */
import { describe, expect, test } from "vitest";
import { describeGaps } from "../../server/src/modules/host/coverage.ts";
import { analyse } from "../support/analyse.ts";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

describe("where it stands, and what it names", () => {
  test("an attribute whose value an input makes, and what was called", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { haumea, ... }: {
    nixosConfigurations = haumea.lib.load { src = ./hosts; };
#   ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: it depends on lib.load of the flake input haumea, which is not on disk.
  };
}
`));

  test("what is selected of a call's result is not part of what is missing", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { clan-core, ... }: let clan = clan-core.lib.clan { }; in {
    inherit (clan.config) nixosConfigurations;
#                         ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: it depends on lib.clan of the flake input clan-core, which is not on disk.
  };
}
`));

  test("outputs that are wholly made by an input", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { blueprint, ... }@inputs: blueprint { inherit inputs; };
# ^^^^^^^ information[hosts-unknown]: Which hosts there are cannot be known: it depends on the flake input blueprint, which is not on disk.
}
`));

  test("in a file that the flake imports, by mapAttrs over what is unknown", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.fleet.url = "github:a/fleet";
  outputs = inputs: import ./outputs.nix inputs;
}
#- /outputs.nix
inputs: {
  nixosConfigurations = builtins.mapAttrs (name: host: host) (inputs.fleet.all ./.);
# ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: it depends on all of the flake input fleet, which is not on disk.
}
`));

  test("an option of flake-parts, in a module", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.easy.url = "github:a/easy";
  outputs = inputs@{ flake-parts, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
    imports = [ ./hosts.nix ];
    systems = [ "x86_64-linux" ];
  };
}
#- /hosts.nix
{ inputs, ... }: {
  flake.nixosConfigurations = inputs.easy.lib.hosts ./hosts;
# ^^^^^^^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: it depends on lib.hosts of the flake input easy, which is not on disk.
}
`));

  test("modules of flake-parts that may make hosts, told once", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.ez-configs.url = "github:a/ez-configs";
  outputs = inputs@{ flake-parts, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
# ^^^^^^^ information[hosts-unknown]: Which hosts there are cannot be known: it depends on flakeModule of the flake input ez-configs, which is not on disk.
    imports = [ inputs.ez-configs.flakeModule ];
    systems = [ "x86_64-linux" ];
  };
}
`));

  test("modules that flake-parts' library makes of the user's own files", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = inputs@{ flake-parts, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
# ^^^^^^^ information[hosts-unknown]: Which hosts there are cannot be known: it depends on lib.importApply of the flake input flake-parts, which is not on disk.
    imports = with flake-parts.lib; [ (importApply ./hosts.nix { }) ];
    systems = [ "x86_64-linux" ];
  };
}
#- /hosts.nix
{ }: { }
`));

  test("some hosts are known", () =>
    checkDiagnostics(`
#- /flake.nix
{
  inputs.ez-configs.url = "github:a/ez-configs";
  outputs = inputs@{ flake-parts, nixpkgs, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
# ^^^^^^^ information[hosts-unknown]: Whether there are more hosts than these cannot be known: it depends on flakeModule of the flake input ez-configs, which is not on disk.
    imports = [ inputs.ez-configs.flakeModule ];
    systems = [ ];
    flake.nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "web"; } ]; };
  };
}
`));

  test("some hosts are known, and what is joined to them is not", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { nixpkgs, others, ... }: {
    nixosConfigurations = {
#   ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: it depends on hosts of the flake input others, which is not on disk.
      web = nixpkgs.lib.nixosSystem { modules = [ ]; };
    } // others.hosts;
  };
}
`));

  test("a name of lib that is not modelled", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { nixpkgs, ... }: let lib = nixpkgs.lib.extend (final: prev: { }); in {
    nixosConfigurations = with lib; loadHosts ./hosts;
#   ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: lib.loadHosts is not modelled here.
  };
}
`));

  test("outputs that fail, with where they do", async () => {
    const analysis = await checkDiagnostics(`
#- /flake.nix
{
  outputs = inputs: throw "use make";
# ^^^^^^^ information[hosts-unknown]: Which hosts there are cannot be known: evaluating them fails: use make
}
`);
    const [finding] = analysis.findings.get("file:///flake.nix")?.host ?? [];
    expect(finding?.related).toMatchObject([
      { uri: "file:///flake.nix", range: { start: { line: 1, character: 20 } } },
    ]);
  });

  test("hosts that are no set", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = inputs: {
    nixosConfigurations = [ ];
#   ^^^^^^^^^^^^^^^^^^^ information[hosts-unknown]: The hosts in nixosConfigurations cannot be known: evaluating them fails: value is a list while a set was expected
  };
}
`));

  test("a hive of a flake, beside hosts that are known", () =>
    checkDiagnostics(`
#- /flake.nix
{
  outputs = { nixpkgs, fleet, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ]; };
    colmena = fleet.hive;
#   ^^^^^^^ information[hosts-unknown]: The hosts in colmena cannot be known: it depends on hive of the flake input fleet, which is not on disk.
  };
}
`));

  test("a hive of its own", () =>
    checkDiagnostics(`
#- /hive.nix
import (builtins.getEnv "HIVE")
#<0+0> information[hosts-unknown]: Which hosts there are cannot be known: it depends on the machine (builtins.getEnv).
`));

  test("a comment silences it", () =>
    checkDiagnostics(`
#- /flake.nix
{
  # plasmacloud: disable-next-line hosts-unknown
  outputs = { blueprint, ... }@inputs: blueprint { inherit inputs; };
}
`));
});

describe("what is known to have no hosts, or all of them", () => {
  const silent: readonly (readonly [string, string])[] = [
    [
      "packages alone",
      "{ nixpkgs, ... }: { packages.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.hello; }",
    ],
    ["an empty set", "{ ... }: { nixosConfigurations = { }; }"],
    ["flake-utils", "{ flake-utils, ... }: flake-utils.lib.eachDefaultSystem (system: { packages.a = 1; })"],
    [
      "modules of flake-parts that make no hosts",
      "inputs@{ flake-parts, treefmt-nix, ... }: flake-parts.lib.mkFlake { inherit inputs; } { systems = [ ]; imports = [ inputs.treefmt-nix.flakeModule inputs.flake-parts.flakeModules.easyOverlay ]; }",
    ],
    [
      "colmena's own function",
      '{ colmena, ... }: { colmenaHive = colmena.lib.makeHive { meta.nixpkgs = { }; web = { networking.hostName = "web"; }; }; }',
    ],
    ["another output that is unknown", "{ other, ... }: { nixosConfigurations = { }; packages = other.packages; }"],
  ];
  test.each(silent)("%s", async (_, outputs) => {
    const analysis = await analyse(new Map([["file:///flake.nix", `{ outputs = ${outputs}; }`]]));
    expect(codes(analysis.findings.get("file:///flake.nix")?.host)).not.toContain("hosts-unknown");
    expect(analysis.coverage.unknownHosts).toEqual([]);
  });

  test("a hive that is called by a flake", async () => {
    const analysis = await analyse(new Map([["file:///hive.nix", "{ inputs, ... }: { web = { }; }"]]));
    expect(analysis.coverage.unknownHosts).toEqual([]);
  });

  test("text that does not parse is told as that", async () => {
    const analysis = await analyse(new Map([["file:///flake.nix", "{ outputs = inputs: "]]));
    const { own, host } = analysis.findings.get("file:///flake.nix") ?? { own: [], host: [] };
    expect([new Set(codes(own)), codes(host)]).toEqual([new Set(["syntax-error"]), []]);
  });
});

const codes = (found: readonly { readonly code: string }[] = []): string[] => found.map(({ code }) => code);

describe("no hosts, and why", () => {
  const gaps = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const uris = Object.entries(files).map(([path, text]) => [`file://${path}`, text] as const);
    return describeGaps((await analyse(new Map(uris))).coverage);
  };

  test("nothing that could be one", async () => {
    expect(await gaps({ "/lib.nix": "1" })).toEqual([
      "No hosts: there is no flake.nix, hive.nix or configuration.nix, and no module that defines system.stateVersion, fileSystems or boot.loader.",
    ]);
  });

  test("a flake without", async () => {
    expect(await gaps({ "/flake.nix": "{ outputs = inputs: { packages = { }; }; }" })).toEqual([
      "No hosts: there is no nixosConfigurations and no hive in file:///flake.nix.",
    ]);
  });

  test("a flake that may have some", async () => {
    expect(await gaps({ "/flake.nix": "{ outputs = { clan, ... }: clan { }; }" })).toEqual([
      "file:///flake.nix: Which hosts there are cannot be known: it depends on the flake input clan, which is not on disk.",
    ]);
  });

  test("a host is enough", async () => {
    expect(await gaps({ "/configuration.nix": "{ services.openssh.enable = true; }" })).toEqual([]);
  });
});

test("inputs that are missing are told with the hosts that need them", async () => {
  const outputs = `{ nixpkgs, hydra, mailserver, ... }: {
    nixosConfigurations = {
      a = nixpkgs.lib.nixosSystem { modules = [ hydra.nixosModules.hydra ]; };
      b = nixpkgs.lib.nixosSystem { modules = [ hydra.nixosModules.hydra { networking.hostName = mailserver.name; } ]; };
      c = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "c"; } ]; };
    };
  }`;
  const { coverage } = await analyse(new Map([["file:///flake.nix", `{ outputs = ${outputs}; }`]]));
  expect(coverage.missingInputs).toEqual([
    { name: "hydra", hosts: ["a", "b"] },
    { name: "mailserver", hosts: ["b"] },
  ]);
  expect(coverage.nixos).toMatchObject([{ knowledge: { kind: "builtIn" }, hosts: ["a", "b", "c"] }]);
  expect(describeGaps(coverage)).toEqual(["Flake inputs that are not on disk: hydra (for a, b), mailserver (for b)."]);
});
