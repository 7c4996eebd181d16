/** Which hosts a workspace has, in the shapes that real configurations take. */
import { expect, test } from "vitest";
import type { HostEvaluation } from "../../server/src/modules/model/hostEvaluation.ts";
import { exampleWorkspace, hostsOf } from "../support/hosts.ts";

/** Each host: its label, its host name, and what keeps it open. */
function shown(hosts: readonly HostEvaluation[]): string[] {
  return hosts.map((host) => {
    const name = host.value(["networking", "hostName"]);
    const open = host.open.map(({ what }) => what);
    const problems = host.problems().map((problem) => ("message" in problem ? problem.message : problem.kind));
    const text = name.kind === "known" ? host.render(name.value) : name.kind;
    return [`${host.identity.label} = ${text}`, ...open.map((what) => `open: ${what}`), ...problems].join(" | ");
  });
}

function hosts(files: Record<string, string>): string[] {
  return shown(hostsOf(files).hosts);
}

const flake = (outputs: string, inputs = ""): string => `{ ${inputs} outputs = ${outputs}; }`;
const named = (name: string): string => `{ networking.hostName = "${name}"; }`;

test.each([
  ["minimal", ["core"]],
  ["single-node", ["cloud"]],
  ["three-node", ["node1", "node2", "node3"]],
])("the example %s", (example, names) => {
  const found = hostsOf(exampleWorkspace(example));
  expect(shown(found.hosts)).toEqual(names.map((name) => `${name} = "${name}"`));
  expect(found.fragments).toEqual([]);
});

test("nixosSystem of an input, of lib, of inputs.nixpkgs, inherited", () => {
  const outputs = `{ self, nixpkgs, ... }@inputs: let inherit (nixpkgs) lib; in {
    nixosConfigurations = {
      a = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./a.nix ]; };
      b = lib.nixosSystem { modules = [ ${named("b")} ]; specialArgs = { inherit inputs self; }; };
      c = inputs.nixpkgs.lib.nixosSystem { modules = [ ({ pkgs, lib, ... }: { networking.hostName = lib.mkForce "c"; }) ]; };
      d = with lib; nixosSystem { modules = [ (setDefaultModuleLocation ./x.nix ${named("d")}) ]; };
      e = import "\${nixpkgs}/nixos/lib/eval-config.nix" { system = "x"; modules = [ ${named("e")} ]; };
    };
  }`;
  expect(hosts({ "/ws/flake.nix": flake(outputs), "/ws/a.nix": named("a") })).toEqual([
    'a = "a"',
    'b = "b"',
    'c = "c"',
    'd = "d"',
    'e = "e"',
  ]);
});

test("hosts made by functions over lists, sets and folders", () => {
  const outputs = `{ self, nixpkgs, ... }: let
    lib = nixpkgs.lib;
    mkHost = name: cfg: lib.nixosSystem { modules = [ { networking.hostName = name; } cfg ]; };
  in {
    nixosConfigurations =
      lib.genAttrs [ "a" "b" ] (name: mkHost name { })
      // lib.mapAttrs mkHost { c = { }; d = ./d.nix; }
      // lib.mapAttrs' (file: _: lib.nameValuePair (lib.removeSuffix ".nix" file) (mkHost (lib.removeSuffix ".nix" file) (./hosts + "/\${file}"))) (builtins.readDir ./hosts)
      // builtins.listToAttrs (map (name: { inherit name; value = mkHost name { }; }) [ "f" ]);
  }`;
  expect(hosts({ "/ws/flake.nix": flake(outputs), "/ws/d.nix": "{ }", "/ws/hosts/e.nix": "{ ... }: { }" })).toEqual([
    'a = "a"',
    'b = "b"',
    'c = "c"',
    'd = "d"',
    'e = "e"',
    'f = "f"',
  ]);
});

test("arguments from specialArgs and _module.args, and one host reading another", () => {
  const outputs = `{ self, nixpkgs }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      specialArgs = { who = "a"; };
      modules = [ ({ who, more, ... }: { networking.hostName = who + more; }) { _module.args.more = "x"; } ];
    };
    nixosConfigurations.b = nixpkgs.lib.nixosSystem {
      modules = [ { networking.hostName = self.nixosConfigurations.a.config.networking.hostName + "-b"; } ];
    };
  }`;
  expect(hosts({ "/ws/flake.nix": flake(outputs) })).toEqual(['a = "ax"', 'b = "ax-b"']);
});

test("inputs: well-known ones are harmless, others make the host open", () => {
  const outputs = `{ self, nixpkgs, home-manager, hm, unheard, sops-nix, ... }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      modules = [
        home-manager.nixosModules.home-manager
        hm.nixosModules.default
        sops-nix.nixosModules.sops
        unheard.nixosModules.x
        ${named("a")}
      ];
    };
  }`;
  const inputs = `inputs.hm.url = "github:nix-community/home-manager/release-25.05"; inputs.unheard.url = "github:a/b";`;
  expect(hosts({ "/ws/flake.nix": flake(outputs, inputs) })).toEqual(['a = "a" | open: unheard.nixosModules.x']);
});

test("modules of nixpkgs by any way of naming them are harmless", () => {
  const text = `{ modulesPath, inputs, ... }: {
    imports = [
      (modulesPath + "/profiles/qemu-guest.nix")
      "\${modulesPath}/installer/scan/not-detected.nix"
      <nixpkgs/nixos/modules/profiles/minimal.nix>
      <home-manager/nixos>
      (builtins.fetchTarball "https://github.com/nix-community/disko/archive/master.tar.gz" + "/module.nix")
    ];
    networking.hostName = "x";
  }`;
  expect(hosts({ "/ws/configuration.nix": text })).toEqual(['ws = "x"']);
});

test("an import that is not there makes the host open, and is said", () => {
  const found = hosts({ "/ws/configuration.nix": `{ imports = [ ./gone.nix ]; networking.hostName = "x"; }` });
  expect(found).toEqual(['ws = "x" | open: ./gone.nix | no such file: /ws/gone.nix']);
});

test("a local input is read, with what it follows", () => {
  const files = {
    "/ws/flake.nix": flake(
      `{ nixpkgs, mine, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ mine.nixosModules.default ]; }; }`,
      `inputs = { nixpkgs.url = "github:NixOS/nixpkgs"; mine = { url = "path:./mine"; inputs.nixpkgs.follows = "nixpkgs"; }; };`,
    ),
    "/ws/mine/flake.nix": flake(
      `{ self, nixpkgs }: { nixosModules.default = nixpkgs.lib.mkIf true ${named("mine")}; }`,
    ),
  };
  expect(hosts(files)).toEqual(['a = "mine"']);
});

test("flake-utils and flake-parts", () => {
  const utils = `{ self, nixpkgs, flake-utils }: flake-utils.lib.eachDefaultSystem (system: {
    packages.default = nixpkgs.legacyPackages.\${system}.hello;
  }) // { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ${named("a")} ]; }; }`;
  expect(hosts({ "/ws/flake.nix": flake(utils) })).toEqual(['a = "a"']);
  const parts = `inputs@{ flake-parts, nixpkgs, ... }: flake-parts.lib.mkFlake { inherit inputs; } {
    systems = [ "x86_64-linux" ];
    imports = [ ./more.nix inputs.treefmt-nix.flakeModule ];
    perSystem = { pkgs, ... }: { packages.default = pkgs.hello; };
    flake.nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ${named("a")} ]; };
  }`;
  const more = `{ inputs, withSystem, ... }: {
    flake.nixosConfigurations.b = withSystem "x86_64-linux" ({ pkgs, ... }: inputs.nixpkgs.lib.nixosSystem { modules = [ ${named("b")} ]; });
  }`;
  expect(hosts({ "/ws/flake.nix": flake(parts), "/ws/more.nix": more }).sort()).toEqual(['a = "a"', 'b = "b"']);
});

test("colmena hives, in a flake and alone", () => {
  const hive = `{
    meta = { nixpkgs = import <nixpkgs> { }; specialArgs.x = 1; };
    defaults = { pkgs, ... }: { environment.systemPackages = [ pkgs.vim ]; };
    a = { name, nodes, x, ... }: { networking.hostName = name; deployment.targetHost = "10.0.0.1"; };
    b = { name, nodes, ... }: { networking.hostName = "\${nodes.a.config.networking.hostName}-\${name}"; };
  }`;
  const alone = hostsOf({ "/ws/hive.nix": hive });
  expect(shown(alone.hosts)).toEqual(['a = "a"', 'b = "a-b"']);
  expect(alone.hosts.map((host) => host.identity.deployTarget)).toEqual(["10.0.0.1", null]);
  expect(
    hosts({ "/ws/flake.nix": flake(`{ nixpkgs, colmena, ... }: { colmenaHive = colmena.lib.makeHive ${hive}; }`) }),
  ).toEqual(['a = "a"', 'b = "a-b"']);
});

test("deploy data belongs to the host", () => {
  const outputs = `{ self, nixpkgs, deploy-rs }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ${named("a")} ]; };
    deploy.nodes.a = { hostname = "a.example.org"; profiles.system.path = deploy-rs.lib.x86_64-linux.activate.nixos self.nixosConfigurations.a; };
  }`;
  const found = hostsOf({ "/ws/flake.nix": flake(outputs) });
  expect(found.hosts.map((host) => [host.identity.label, host.identity.deployTarget])).toEqual([
    ["a", "a.example.org"],
  ]);
});

test("two flakes that share a name", () => {
  const outputs = (name: string): string =>
    flake(`{ nixpkgs, ... }: { nixosConfigurations.x = nixpkgs.lib.nixosSystem { modules = [ ${named(name)} ]; }; }`);
  expect(hosts({ "/ws/one/flake.nix": outputs("a"), "/ws/two/flake.nix": outputs("b") })).toEqual([
    'one#x = "a"',
    'two#x = "b"',
  ]);
});

test("a host that fails is a host with one problem", () => {
  const outputs = `{ nixpkgs, ... }: { nixosConfigurations = { a = throw "not yet"; b = nixpkgs.lib.nixosSystem { modules = [ ${named("b")} ]; }; c = nixpkgs.nope; }; }`;
  expect(hosts({ "/ws/flake.nix": flake(outputs) })).toEqual([
    'a = "nixos" | open: the host a | not yet',
    'b = "b"',
    'c = "nixos" | open: the host c',
  ]);
});

test("loose root modules", () => {
  const files = {
    "/ws/one/configuration.nix": `{ imports = [ ./hardware.nix ]; networking.hostName = "one"; }`,
    "/ws/one/hardware.nix": `{ fileSystems."/".device = "/dev/x"; }`,
    "/ws/two/server.nix": `{ system.stateVersion = "25.05"; networking.hostName = "two"; }`,
    "/ws/modules/part.nix": `{ lib, ... }: { services.nginx.enable = true; }`,
  };
  const found = hostsOf(files);
  expect(shown(found.hosts)).toEqual(['one = "one"', 'two = "two"']);
  expect(found.fragments).toEqual(["file:///ws/modules/part.nix"]);
});

test("a folder with one root module and nothing else is a host; data, packages and shells are none", () => {
  expect(hosts({ "/ws/it.nix": named("x") })).toEqual(['ws = "x"']);
  expect(hosts({ "/ws/shell.nix": "{ pkgs ? import <nixpkgs> { } }: pkgs.mkShell { }" })).toEqual([]);
  expect(hosts({ "/ws/default.nix": "{ pkgs, ... }: pkgs.hello", "/ws/data.nix": "{ a = 1; }" })).toEqual([]);
});

test("what a flake claims is no loose host", () => {
  const files = {
    "/ws/flake.nix": flake(
      `{ nixpkgs, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ (./hosts + "/a/configuration.nix") ]; }; }`,
    ),
    "/ws/hosts/a/configuration.nix": named("a"),
    "/ws/hosts/b/configuration.nix": named("b"),
  };
  expect(hosts(files)).toEqual(['a = "a"', 'b = "b"']);
});

test("PlasmaCloud's modules are assumed where a host uses them without importing them", () => {
  const found = hostsOf({
    "/ws/configuration.nix": `{ services.chainfire.enable = true; services.iam.enable = false; }`,
  }).host();
  expect(found.assumed.map(({ service }) => service)).toEqual(["chainfire", "iam"]);
  expect(found.option(["services", "chainfire", "port"])?.type.kind).toBe("port");
  expect(found.option(["services", "flaredb", "port"])?.type.kind).toBe("port");
  const imported = hostsOf(exampleWorkspace("minimal")).host();
  expect(imported.assumed).toEqual([]);
});

test("nothing is thrown, whatever a flake is", () => {
  for (const text of [
    "",
    "1",
    "{ }",
    "{ outputs = 1; }",
    "{ outputs = x: x; }",
    "{ outputs = { self }: self; }",
    "{ inputs = 1; outputs = _: { nixosConfigurations = 1; }; }",
    "{ outputs = { nixpkgs }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem; }; }",
    "{ outputs = _: { nixosConfigurations.a = { config = 1; }; }; }",
    "{ outputs = ",
  ]) {
    expect(() => hosts({ "/ws/flake.nix": text })).not.toThrow();
  }
});

test("outputs named by `self` as text, as flakes name them", () => {
  const outputs = `{ self, nixpkgs, theme, ... }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit self; };
      modules = [ "\${self}/a.nix" (self + "/b.nix") (self + /c) ({ self, ... }: { imports = [ "\${self.outPath}/d.nix" ]; }) ];
    };
  }`;
  const files = {
    "/ws/flake.nix": flake(outputs),
    "/ws/a.nix": "{ networking.hosts.a = [ ]; }",
    "/ws/b.nix": named("b"),
    "/ws/c/default.nix": "{ networking.hosts.c = [ ]; }",
    "/ws/d.nix": "{ networking.hosts.d = [ ]; }",
  };
  expect(hosts(files)).toEqual(['a = "b"']);
  const [host] = hostsOf(files).hosts;
  expect(host?.modules.map(({ uri }) => uri?.split("/").at(-1)).sort()).toEqual(
    expect.arrayContaining(["a.nix", "b.nix", "d.nix", "default.nix"]),
  );
});

test("the lib of nixpkgs with that of home-manager in it", () => {
  const outputs = `{ nixpkgs, home-manager, ... }: let lib = nixpkgs.lib // home-manager.lib; in {
    nixosConfigurations.a = lib.nixosSystem { modules = [ ${named("a")} ]; };
    homeConfigurations.u = lib.homeManagerConfiguration { modules = [ ]; };
  }`;
  expect(hosts({ "/ws/flake.nix": flake(outputs) })).toEqual(['a = "a"']);
});

test("what perSystem makes, and what a flake module that cannot be read may make, is unknown", () => {
  const outputs = `inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
    systems = [ "x86_64-linux" ];
    imports = [ inputs.auto.flakeModule ];
    perSystem = { pkgs, ... }: { packages.tool = pkgs.hello; };
    flake.nixosConfigurations.a = inputs.nixpkgs.lib.nixosSystem {
      modules = [
        inputs.self.nixosModules.common
        {
          networking.hostName = "a";
          environment.systemPackages = [ inputs.self.packages.x86_64-linux.tool ];
        }
      ];
    };
  }`;
  const inputs = `inputs.auto.url = "github:a/auto"; inputs.flake-parts.url = "github:hercules-ci/flake-parts"; inputs.nixpkgs.url = "github:NixOS/nixpkgs";`;
  expect(hosts({ "/ws/flake.nix": flake(outputs, inputs), "/ws/configuration.nix": named("loose") })).toEqual([
    'a = "a" | open: inputs.self.nixosModules.common',
  ]);
});

test("arguments that only who evaluates a loose host knows, in its imports", () => {
  const text = `{ flake, ... }: { imports = [ (flake.inputs.self + "/common.nix") ]; networking.hostName = "x"; }`;
  expect(hosts({ "/ws/configuration.nix": text })).toEqual(['ws = "x" | open: flake.inputs.self + "/common.nix"']);
});

test.each([
  ["of nix-darwin", `{ system.stateVersion = 5; networking.hostName = "mac"; }`],
  ["of nix-darwin, by its platform", `{ nixpkgs.hostPlatform = "aarch64-darwin"; networking.hostName = "mac"; }`],
  ["of home-manager", `{ home.stateVersion = "25.05"; home.username = "me"; programs.git.enable = true; }`],
])("a module %s is no host", (_, text) => {
  expect(hosts({ "/ws/configuration.nix": text, "/ws/other.nix": text })).toEqual([]);
});

test("inside of a flake: what looks like a system and no host of it takes in", () => {
  const outputs = `{ nixpkgs, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./a.nix ]; }; }`;
  const files = {
    "/ws/flake.nix": flake(outputs),
    "/ws/a.nix": named("a"),
    "/ws/shared.nix": `{ boot.kernelModules = [ "kvm" ]; }`,
    "/ws/old/disk.nix": `{ boot.loader.grub.enable = true; networking.hostName = "b"; }`,
  };
  expect(hosts(files)).toEqual(['a = "a"', 'old = "b"']);
  const computed = `{ nixpkgs, ... }: { nixosConfigurations = nixpkgs.lib.genAttrs [ "a" ] (name: nixpkgs.lib.nixosSystem { modules = [ ./\${name}.nix ]; }); darwinConfigurations = { }; }`;
  expect(hosts({ ...files, "/ws/flake.nix": flake(computed) })).toEqual(['a = "a"']);
  const unread = `{ nixpkgs, library, ... }: { nixosConfigurations = library.lib.load ./.; }`;
  expect(hosts({ ...files, "/ws/flake.nix": flake(unread), "/ws/configuration.nix": named("c") })).toEqual([]);
});
