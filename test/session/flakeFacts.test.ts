/** What flakes offer by name, whatever way they are written: with functions over systems, libraries, inputs nobody has. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { FlakeFacts } from "../../server/src/protocol/protocol.ts";
import { memorySession } from "../support/analyse.ts";

async function flakes(files: ReadonlyMap<string, string>): Promise<readonly FlakeFacts[]> {
  const session = memorySession(files);
  session.apply({ generation: 1, roots: ["file:///w"] });
  return session.flakes();
}

async function facts(flake: string, others: Readonly<Record<string, string>> = {}): Promise<FlakeFacts> {
  const files = new Map(
    Object.entries({ "flake.nix": flake, ...others }).map(([path, text]) => [`file:///w/${path}`, text]),
  );
  const found = (await flakes(files)).find(({ folder }) => folder === "file:///w");
  if (found === undefined) throw new Error("the flake was not found");
  return found;
}

const nothing: FlakeFacts = {
  folder: "file:///w",
  packages: [],
  apps: [],
  devShells: [],
  checks: [],
  hosts: [],
  hive: null,
  deployNodes: null,
  complete: true,
};

test("outputs written out", async () => {
  const flake = `{
    outputs = { self }: {
      packages.x86_64-linux = { a = throw "never evaluated"; default = self.packages.x86_64-linux.a; };
      apps.x86_64-linux.run = { type = "app"; program = "/x"; };
      devShells.aarch64-linux.default = 1;
      checks.x86_64-linux = { };
      nixosConfigurations = { one = 1; "two.b" = 2; __proto__ = 3; };
    };
  }`;
  expect(await facts(flake)).toEqual({
    ...nothing,
    packages: [{ system: "x86_64-linux", names: ["a", "default"] }],
    apps: [{ system: "x86_64-linux", names: ["run"] }],
    devShells: [{ system: "aarch64-linux", names: ["default"] }],
    hosts: ["__proto__", "one", "two.b"],
  });
});

test("systems by a function, packages by nixpkgs that is not there, and a file that is read on the way", async () => {
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, ... }: let
      forAll = nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" ];
    in {
      packages = forAll (system: let pkgs = nixpkgs.legacyPackages.\${system}; in
        import ./packages.nix { inherit pkgs; } // { extra = pkgs.hello; });
      checks = forAll (system: { fmt = nixpkgs.legacyPackages.\${system}.runCommand "x" { } ""; });
    };
  }`;
  const others = { "packages.nix": "{ pkgs }: { server = pkgs.callPackage ./server.nix { }; }" };
  const both = (names: string[]) => ["aarch64-linux", "x86_64-linux"].map((system) => ({ system, names }));
  expect(await facts(flake, others)).toEqual({
    ...nothing,
    packages: both(["extra", "server"]),
    checks: both(["fmt"]),
  });
});

test("flake-utils", async () => {
  const flake = `{
    inputs.flake-utils.url = "github:numtide/flake-utils";
    outputs = { self, nixpkgs, flake-utils }: flake-utils.lib.eachDefaultSystem (system:
      let pkgs = import nixpkgs { inherit system; }; in { packages = { a = pkgs.hello; default = pkgs.hello; }; });
  }`;
  const found = await facts(flake);
  expect(found.packages.map(({ names }) => names)).toEqual(Array.from({ length: 4 }, () => ["a", "default"]));
});

test("flake-parts: hosts are known, what perSystem makes is said to be unknown", async () => {
  const flake = `{
    inputs.flake-parts.url = "github:hercules-ci/flake-parts";
    outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" ];
      perSystem = { pkgs, ... }: { packages.a = pkgs.hello; };
      flake.nixosConfigurations.one = 1;
    };
  }`;
  expect(await facts(flake)).toMatchObject({ hosts: ["one"], packages: [], complete: false });
});

test.each([
  [
    "an input that nobody has makes an output",
    "{ outputs = { self, other }: { packages = other.make self; hosts = 1; }; }",
  ],
  ["it makes all outputs", "{ outputs = { self, other }: other.make self; }"],
  [
    "it adds to one",
    "{ outputs = { self, other }: { packages.x86_64-linux = { a = 1; } // other.packages.x86_64-linux; }; }",
  ],
  ["an output does not evaluate", '{ outputs = { self }: { packages = throw "no"; }; }'],
  ["the flake does not parse", "{ outputs = { self }: "],
])("what cannot be seen is said: %s", async (_, flake) => {
  expect((await facts(flake)).complete).toBe(false);
});

test("hives and deploy-rs", async () => {
  const flake = `{
    outputs = { self, deploy-rs, ... }: {
      colmena = { meta.nixpkgs = 1; defaults = { }; one = { }; two = { }; };
      deploy.sshUser = "root";
      deploy.nodes = {
        one = { hostname = "192.0.2.1"; profiles.system.path = deploy-rs.lib.x86_64-linux.activate.nixos self; };
        two = { hostname = "two"; sshUser = "admin"; profiles = { system = { }; home = { }; }; };
      };
    };
  }`;
  expect(await facts(flake)).toEqual({
    ...nothing,
    hive: ["one", "two"],
    deployNodes: [
      { name: "one", hostname: "192.0.2.1", sshUser: "root", profiles: ["system"] },
      { name: "two", hostname: "two", sshUser: "admin", profiles: ["home", "system"] },
    ],
  });
});

test("every flake of the workspace, each in its folder", async () => {
  const flake = (name: string): string => `{ outputs = { self }: { packages.x86_64-linux.${name} = 1; }; }`;
  const files = new Map([
    ["file:///w/flake.nix", flake("top")],
    ["file:///w/sub/flake.nix", flake("inner")],
  ]);
  expect((await flakes(files)).map(({ folder, packages }) => [folder, packages[0]?.names])).toEqual([
    ["file:///w", ["top"]],
    ["file:///w/sub", ["inner"]],
  ]);
});

test("an endless flake ends", async () => {
  expect((await facts("{ outputs = { self }: let f = x: f x; in f 1; }")).complete).toBe(false);
});

test("the platform's own flake lists its eight servers, though nixpkgs is not there", async () => {
  const root = fileURLToPath(new URL("../../nix", import.meta.url));
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".nix") && statSync(join(root, path)).isFile(),
  );
  const files = new Map(paths.map((path) => [`file:///w/${path}`, readFileSync(join(root, path), "utf8")]));
  const own = (await flakes(files)).find(({ folder }) => folder === "file:///w");
  const servers = ["chainfire", "fiberlb", "flaredb", "flashdns", "iam", "lightningstor", "novanet", "plasmavmc"];
  expect(own?.packages).toEqual(
    ["aarch64-linux", "x86_64-linux"].map((system) => ({
      system,
      names: [...servers.map((name) => `${name}-server`), "default"].sort(),
    })),
  );
  expect(own?.hosts).toEqual(["cloud", "core", "node1", "node2", "node3"]);
  expect(own?.apps[0]?.names).toEqual(servers);
  expect(own?.devShells[0]?.names).toEqual(["default"]);
  expect(own?.checks.find(({ system }) => system === "x86_64-linux")?.names).toContain("vm-three-node");
  expect(own?.complete).toBe(true);
});
