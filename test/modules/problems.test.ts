/** What the module system finds wrong by itself, and where it says it is. */
import { expect, test } from "vitest";
import type { ModuleProblem } from "../../server/src/modules/model/moduleProblem.ts";
import { hostOf, hostsOf } from "../support/hosts.ts";

/** Each problem as a line: kind, option, the text it is placed at, and what else tells it apart. */
function problems(configuration: string): string[] {
  const host = hostOf(configuration);
  const at = (place: ReturnType<typeof host.place>): string => {
    if (place === null) return "?";
    const lines = configuration.split("\n");
    const { start, end } = place.range;
    return start.line === end.line ? (lines[start.line] ?? "").slice(start.character, end.character) : "…";
  };
  const describe = (problem: ModuleProblem): string => {
    switch (problem.kind) {
      case "unknownOption":
        return `${problem.path.join(".")} at ${at(host.place(problem.nameNode))} beside ${problem.siblings.length}`;
      case "typeMismatch":
        return `${[...problem.path, ...problem.part].join(".")} at ${at(host.place(problem.value.origin))} wants ${problem.expected.description}`;
      case "conflict":
        return `${[...problem.path, ...problem.part].join(".")} at ${problem.definitions.map((one) => at(host.place(one.nameNode))).join(", ")}`;
      case "readOnly":
        return `${problem.path.join(".")} at ${problem.definitions.map((one) => at(host.place(one.binding))).join(", ")}`;
      case "renamed":
        return `${problem.path.join(".")} to ${problem.to.join(".")} at ${at(host.place(problem.definition.binding))}`;
      case "removed":
        return `${problem.path.join(".")} at ${at(host.place(problem.definition.binding))}: ${problem.instructions}`;
      case "missingValue":
        return problem.path.join(".");
      case "failed":
        return `${problem.error} ${problem.path?.join(".") ?? "-"} at ${at(host.place(problem.origin))}: ${problem.message}`;
    }
  };
  return host.problems().map((problem) => `${problem.kind} ${describe(problem)}`);
}

test("a clean configuration has none", () => {
  expect(problems(`{ services.chainfire.enable = true; services.flaredb.enable = true; }`)).toEqual([]);
});

test("a name that no option has, where all options are known", () => {
  expect(problems(`{ services.chainfire.prot = 1; }`)).toEqual([
    "unknownOption services.chainfire.prot at prot beside 10",
  ]);
  expect(problems(`{ services.iam.settings.endpoints.flarebd = "a:1"; services.iam.enable = false; }`)).toEqual([
    "unknownOption services.iam.settings.endpoints.flarebd at flarebd beside 1",
  ]);
  expect(problems(`{ lib, ... }: { services.chainfire = lib.mkIf false { prot = 1; }; }`)).toEqual([
    "unknownOption services.chainfire.prot at prot beside 10",
  ]);
});

test("silence where NixOS is only known in part", () => {
  expect(problems(`{ services.nginx.enabel = true; foo.bar = 1; networking.firewall.allowPings = 1; }`)).toEqual([]);
  expect(problems(`{ services.chainfire.settings.anything.goes = 1; }`)).toEqual([]);
  expect(problems(`{ systemd.services.x.serviceConfig.Foo = "a"; systemd.services.x.new = 1; }`)).toEqual([]);
});

test("a value of the wrong type", () => {
  expect(problems(`{ services.chainfire.enable = "yes"; }`)).toEqual([
    'typeMismatch services.chainfire.enable at "yes" wants boolean',
  ]);
  expect(problems(`{ services.chainfire.port = 70000; }`)).toEqual([
    "typeMismatch services.chainfire.port at 70000 wants 16 bit unsigned integer; between 0 and 65535 (both inclusive)",
  ]);
  expect(problems(`{ networking.firewall.allowedTCPPorts = [ 80 "443" ]; }`)).toEqual([
    'typeMismatch networking.firewall.allowedTCPPorts.1 at "443" wants 16 bit unsigned integer; between 0 and 65535 (both inclusive)',
  ]);
  expect(problems(`{ services.chainfire.settings.cluster.peers = [ { id = 0; address = "a:1"; } ]; }`)).toEqual([
    "typeMismatch services.chainfire.settings.cluster.peers.*.id at 0 wants positive integer, meaning >0",
  ]);
  expect(problems(`{ services.chainfire.settings.log.level = null; }`)).toEqual([
    // `null` is a variable, so its value comes from no place of its own: who reports it takes the binding.
    "typeMismatch services.chainfire.settings.log.level at ? wants TOML value",
  ]);
  expect(problems(`{ users.users.alice = { uid = "7"; isNormalUser = true; }; }`)).toEqual([
    'typeMismatch users.users.alice.uid at "7" wants null or signed integer',
  ]);
  expect(problems(`{ lib, ... }: { services.chainfire.port = lib.mkForce (lib.mkIf true 1); }`)).toHaveLength(1);
});

test("no type is held against what is unknown or not in force", () => {
  expect(
    problems(`{ pkgs, lib, ... }: { services.chainfire.port = pkgs.foo.port; services.iam.package = pkgs.iam; }`),
  ).toEqual([]);
  expect(problems(`{ lib, ... }: { services.chainfire.port = lib.mkIf false "x"; }`)).toEqual([]);
  expect(
    problems(`{ pkgs, lib, ... }: { environment.systemPackages = [ pkgs.vim ] ++ lib.optional pkgs.x pkgs.y; }`),
  ).toEqual([]);
  expect(
    problems(`{ inputs, ... }: { services.chainfire.enable = inputs.x.y; networking.hostName = "a-\${inputs.z}"; }`),
  ).toEqual([]);
});

test("definitions that cannot be one value", () => {
  expect(
    problems(`{ lib, ... }: { imports = [ { networking.hostName = "a"; } { networking.hostName = "b"; } ]; }`),
  ).toEqual(["conflict networking.hostName at hostName, hostName"]);
  expect(
    problems(
      `{ services.chainfire.port = 5; services.chainfire.settings.port = 6; services.chainfire.enable = true; }`,
    ),
  ).toEqual(["conflict services.chainfire.settings.port at port, "]);
  expect(
    problems(
      `{ lib, ... }: { imports = [ { networking.hostName = lib.mkDefault "a"; } ]; networking.hostName = "b"; }`,
    ),
  ).toEqual([]);
});

test("read-only options", () => {
  const text = `{ lib, ... }: {
    options.services.mine.x = lib.mkOption { type = lib.types.int; default = 1; readOnly = true; };
    config.services.mine.x = 2;
  }`;
  expect(problems(text)).toEqual(["readOnly services.mine.x at config.services.mine.x"]);
});

test("options that were renamed, changed or removed", () => {
  const text = (definition: string): string => `{ lib, ... }: {
    imports = [
      (lib.mkRenamedOptionModule [ "services" "old" ] [ "services" "mine" "x" ])
      (lib.mkRemovedOptionModule [ "services" "gone" ] "Use mine.")
      (lib.mkChangedOptionModule [ "services" "other" ] [ "services" "mine" "y" ] (config: toString config.services.other))
    ];
    options.services.mine.x = lib.mkOption { type = lib.types.int; default = 1; };
    options.services.mine.y = lib.mkOption { type = lib.types.str; default = ""; };
    config = { ${definition} };
  }`;
  expect(problems(text(""))).toEqual([]);
  expect(problems(text("services.old = 4;"))).toEqual(["renamed services.old to services.mine.x at services.old"]);
  expect(problems(text("services.gone = 4;"))).toEqual(["removed services.gone at services.gone: Use mine."]);
  expect(problems(text("services.other = 4;"))).toEqual([
    "renamed services.other to services.mine.y at services.other",
  ]);
});

test("what fails in Nix's own words is said once, where it stands", () => {
  expect(
    problems(
      `{ config, ... }: { networking.hostName = config.services.chainfire.nope; services.chainfire.enable = true; }`,
    ),
  ).toEqual([
    "failed missingAttribute networking.hostName at config.services.chainfire.nope: attribute 'nope' missing",
  ]);
  expect(problems(`{ networking.hostName = throw "no"; networking.domain = "x"; }`)).toHaveLength(1);
  expect(problems(`{ imports = [ ./missing.nix ]; networking.hostName = "x"; }`)).toHaveLength(1);
  expect(problems(`{ config, ... }: { networking.hostName = config.networking.hostName; }`)).toHaveLength(1);
});

test("a module that is none spoils nothing else", () => {
  const host = hostOf(`{ imports = [ { options.a = 1; b = 2; } ]; networking.hostName = "x"; }`);
  expect(host.problems()).toHaveLength(1);
  const name = host.value(["networking", "hostName"]);
  expect(name.kind === "known" && host.render(name.value)).toBe('"x"');
});

test("imports that need what only the modules themselves can say", () => {
  const imports = [
    "lib.optional config.services.openssh.enable ./a.nix",
    '[ (pkgs.fetchFromGitHub { } + "/x.nix") ]',
    "lib.optional pkgs.stdenv.isLinux ./a.nix",
  ];
  const module = (list: string): string =>
    `{ config, lib, pkgs, ... }: { imports = ${list}; networking.hostName = "x"; }`;
  for (const list of imports) {
    const flake = `{ outputs = { nixpkgs, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./m.nix ]; }; }; }`;
    const found = hostsOf({ "/ws/flake.nix": flake, "/ws/m.nix": module(list), "/ws/a.nix": "{ }" })
      .host()
      .problems();
    expect(found).toMatchObject([{ kind: "failed", error: "infiniteRecursion" }]);
  }
  // Who evaluates a loose root module may pass `pkgs` as one of `specialArgs`.
  expect(imports.map((list) => problems(module(list)).length)).toEqual([1, 0, 0]);
});
