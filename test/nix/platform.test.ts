/**
 * `nix/` and the real tools: Nix parses every file, the unit tests of the modules hold with the real `lib`, the flake
 * evaluates, systemd finds the units closed, and the stub servers run. Each where the tool is there.
 */
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluators, hasLib, hasNix } from "./evaluators.ts";
import { evaluateFlake, has, nixFolder, output, scratch } from "./realNix.ts";
import { readRegistry } from "./registry.ts";

const missing = [
  { tool: "Nix", isHere: hasNix },
  { tool: "the real lib (NIXPKGS_LIB)", isHere: hasLib },
  { tool: "cargo", isHere: has("cargo") },
  { tool: "systemd-analyze", isHere: has("systemd-analyze") },
].filter(({ isHere }) => !isHere);
for (const { tool } of missing) console.warn(`NOT RUN: what needs ${tool}, which is not here`);

const services = Object.keys(readRegistry().services).sort();
const servers = services.map((name) => `${name}-server`);
const systems = ["aarch64-linux", "x86_64-linux"];

test.runIf(has("cargo"))("the crate that the stub servers share holds its tests", () => {
  const target = scratch("target");
  const manifest = join(nixFolder, "stub-src/stub/Cargo.toml");
  const args = ["test", "--offline", "--locked", "--manifest-path", manifest, "--target-dir", target];
  expect(output("cargo", args)).toContain("test result: ok. 12 passed");
  rmSync(target, { recursive: true });
});

test.runIf(hasNix)("the real Nix parses every file", () => {
  const files = readdirSync(nixFolder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".nix"));
  expect(files.length).toBeGreaterThan(50);
  output("nix-instantiate", ["--parse", ...files.map((file) => join(nixFolder, file))]);
});

describe.each(evaluators)("with $name", ({ evaluate, at }) => {
  test("the unit tests of the modules hold", () => {
    const { wrong, count } = evaluate(`
      let
        inherit (import ${at}/tests { lib = import <nixpkgs/lib>; }) tests;
        isWrong = name: (builtins.getAttr name tests).expr != (builtins.getAttr name tests).expected;
        names = builtins.attrNames tests;
      in
      {
        wrong = builtins.filter isWrong names;
        count = builtins.length names;
      }
    `) as { readonly wrong: readonly string[]; readonly count: number };
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(70);
  });

  test.runIf(has("systemd-analyze"))("systemd finds every unit within its bound", () => {
    const folder = scratch("units");
    const units = evaluate(`import ${at}/tests/unit-files.nix { }`) as Record<
      string,
      { readonly maxExposure: number; readonly text: string }
    >;
    expect(Object.keys(units).sort()).toEqual(services);
    for (const [name, { maxExposure, text }] of Object.entries(units)) {
      const file = join(folder, `${name}.service`);
      writeFileSync(file, text);
      const threshold = `--threshold=${Math.floor(maxExposure * 10)}`;
      output("systemd-analyze", ["security", "--offline=true", "--no-pager", threshold, file]);
    }
  });

  test.runIf(has("cargo"))("the stub servers run on their rendered configuration", () => {
    const folder = scratch("stub");
    const configs = join(folder, "configs.json");
    writeFileSync(configs, JSON.stringify(evaluate(`import ${at}/tests/stub-configs.nix { root = "${folder}"; }`)));
    const log = output("node", [join(nixFolder, "tests/run-stub.mjs"), configs, folder]);
    expect(log).toContain("8 servers ran on their rendered configuration");
    rmSync(folder, { recursive: true });
  });

  test("an unsupported system is named", () => {
    const expression = `import ${at} { pkgs = { lib = import <nixpkgs/lib>; stdenv.hostPlatform.system = "riscv64-linux"; }; }`;
    expect(() => evaluate(expression)).toThrow(
      "PlasmaCloud runs on x86_64-linux and aarch64-linux, not on riscv64-linux.",
    );
  });
});

describe.runIf(hasNix)("the flake", () => {
  test("has its outputs on its systems", () => {
    const names = "set: builtins.mapAttrs (_: builtins.attrNames) set";
    const bySystem = (names: readonly string[]) => Object.fromEntries(systems.map((system) => [system, names]));
    expect(evaluateFlake("packages", names)).toEqual(bySystem(["default", ...servers].sort()));
    expect(evaluateFlake("apps", names)).toEqual(bySystem(services));
    expect(evaluateFlake("devShells", names)).toEqual(bySystem(["default"]));
    const checks = [...servers, "deadnix", "format", "hardening", "statix", "stub", "unit"];
    expect(evaluateFlake("checks", names)).toEqual({
      "aarch64-linux": [...checks].sort(),
      "x86_64-linux": [...checks, "vm-single-node", "vm-three-node"].sort(),
    });
    expect(evaluateFlake("nixosModules", "builtins.attrNames")).toEqual(["default", "plasmacloud", ...services].sort());
    expect(evaluateFlake("templates", "builtins.attrNames")).toEqual([
      "default",
      "minimal",
      "single-node",
      "three-node",
    ]);
    expect(evaluateFlake("formatter", "builtins.attrNames")).toEqual(systems);
  });

  test("has the hosts of the examples", () => {
    expect(evaluateFlake("nixosConfigurations", "builtins.attrNames")).toEqual([
      "cloud",
      "core",
      "node1",
      "node2",
      "node3",
    ]);
  });

  test.runIf(hasLib)("makes the hosts of the examples, and nothing is missing on them", () => {
    const failures =
      "builtins.mapAttrs (_: host: map (a: a.message) (builtins.filter (a: !a.assertion) host.config.assertions))";
    expect(evaluateFlake("nixosConfigurations", failures)).toEqual({
      cloud: [],
      core: [],
      node1: [],
      node2: [],
      node3: [],
    });
  });

  test("its overlay does not need what it makes to know its names", () => {
    expect(evaluateFlake("overlays.default", "overlay: builtins.attrNames (overlay { } { })")).toEqual(servers);
  });

  test("its packages are built from their own sources", () => {
    const folder = scratch("sources");
    cpSync(join(nixFolder, "stub-src"), folder, { recursive: true });
    // Whatever of the sources gets into the derivation: text, and the store paths that it refers to.
    const everythingBuilt = `
        package:
        let
          text = builtins.toJSON [ package.src package.version package.cargoLock package.sourceRoot ];
        in
        [ text (builtins.attrNames (builtins.getContext text)) ]
      `;
    const sourceOf = (name: string) =>
      evaluateFlake(`packages.x86_64-linux.${name}-server`, everythingBuilt, {
        "plasmacloud-src": `path:${folder}`,
      });
    const before = [sourceOf("iam"), sourceOf("novanet")];
    writeFileSync(join(folder, "novanet/server/src/main.rs"), "fn main() {}\n");
    const after = [sourceOf("iam"), sourceOf("novanet")];
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);

    rmSync(join(folder, "iam/Cargo.lock"));
    expect(() => sourceOf("iam")).toThrow("iam-server: the sources have no iam/Cargo.lock.");
    rmSync(join(folder, "iam"), { recursive: true });
    expect(() => sourceOf("iam")).toThrow("iam-server: the sources have no folder iam.");
    expect(() => sourceOf("novanet")).toThrow("novanet-server: the sources have no folder iam.");
  });
});
