/** The argument vectors: each tool, each action, each setting. */
import { describe, expect, test } from "vitest";
import type { DeployAction, DeployHost } from "../../../client/src/deploy/hosts/deployedHost.ts";
import { refusesSudoFlag } from "../../../client/src/deploy/tools/invocation.ts";
import { invocationsFor } from "../../../client/src/deploy/tools/invocations.ts";
import { buildInvocation, closureDiff, systemQuery } from "../../../client/src/deploy/tools/nix.ts";
import { sshArguments } from "../../../client/src/deploy/tools/ssh.ts";
import { hiveData, host } from "../../support/deployHosts.ts";

/** Programs with their arguments, one a line; a word with blanks in brackets. */
function vectors(hosts: readonly DeployHost[], action: DeployAction): string[] {
  return invocationsFor(hosts, action).map(
    ({ program, args, env, inTerminal }) =>
      `${inTerminal ? "terminal: " : ""}${Object.entries(env ?? {})
        .map(([name, value]) => `${name}=[${value}] `)
        .join("")}${[program, ...args].map((arg) => (/[ "]/.test(arg) ? `[${arg}]` : arg)).join(" ")}`,
  );
}

describe("nixos-rebuild", () => {
  const remote = host("node1", {}, { targetHost: "root@10.0.0.1" });
  test.each([
    ["dry-activate", "nixos-rebuild dry-activate --flake .#node1 --target-host root@10.0.0.1"],
    ["test", "nixos-rebuild test --flake .#node1 --target-host root@10.0.0.1"],
    ["switch", "nixos-rebuild switch --flake .#node1 --target-host root@10.0.0.1"],
    ["boot", "nixos-rebuild boot --flake .#node1 --target-host root@10.0.0.1"],
    ["build-vm", "nixos-rebuild build-vm --flake .#node1"],
    [
      "rollback",
      "_NIXOS_REBUILD_REEXEC=[1] nixos-rebuild switch --rollback --flake .#node1 --target-host root@10.0.0.1",
    ],
  ] as const)("%s", (action, vector) => {
    expect(vectors([remote], action)).toEqual([vector]);
  });

  test("sudo, a build host, a port", () => {
    const settings = { targetHost: "op@10.0.0.1:2222", buildHost: "builder" };
    const [invocation] = invocationsFor([host("a", {}, settings)], "switch");
    expect(invocation?.args).toEqual(
      "switch --flake .#a --target-host op@10.0.0.1 --sudo --build-host builder".split(" "),
    );
    expect(invocation?.older).toEqual(
      "switch --flake .#a --target-host op@10.0.0.1 --use-remote-sudo --build-host builder".split(" "),
    );
    expect(invocation?.env).toEqual({ NIX_SSHOPTS: "-p 2222" });
    expect(vectors([host("a", {}, { ...settings, sudo: "no" })], "test")).toEqual([
      "NIX_SSHOPTS=[-p 2222] nixos-rebuild test --flake .#a --target-host op@10.0.0.1 --build-host builder",
    ]);
    expect(vectors([host("a", {}, { ...settings, sudo: "askPassword" })], "rollback")).toEqual([
      "terminal: NIX_SSHOPTS=[-p 2222] _NIXOS_REBUILD_REEXEC=[1] nixos-rebuild switch --rollback --flake .#a --target-host op@10.0.0.1 --ask-sudo-password",
    ]);
  });

  test("this machine", () => {
    expect(vectors([host("a", {}, {}, true)], "switch")).toEqual(["terminal: nixos-rebuild switch --flake .#a --sudo"]);
    expect(vectors([host("a", {}, { sudo: "no" }, true)], "boot")).toEqual([
      "terminal: nixos-rebuild boot --flake .#a",
    ]);
    const node = { name: "n", hostname: "a.example", sshUser: "admin" };
    expect(vectors([host("a", { deployNode: node }, { tool: "deploy-rs" }, true)], "switch")).toEqual([
      "terminal: nixos-rebuild switch --flake .#a --sudo",
    ]);
  });

  test("a configuration without a flake", () => {
    const module = { kind: "module", isSystem: false, root: "file:///etc/nix%20os/configuration.nix" } as const;
    expect(vectors([host("a", module, { targetHost: "root@a" })], "switch")).toEqual([
      "nixos-rebuild switch --no-flake -I [nixos-config=/etc/nix os/configuration.nix] --target-host root@a",
    ]);
  });

  test("several hosts are several invocations", () => {
    expect(invocationsFor([remote, remote], "switch").length).toBe(2);
  });
});

describe("colmena", () => {
  const hosts = ["a", "b"].map((name) => host(name, { colmena: hiveData() }));
  test.each(["dry-activate", "test", "switch", "boot"] as const)("%s", (action) => {
    expect(vectors(hosts, action)).toEqual([`colmena apply ${action} --verbose --on a,b`]);
  });
  test("a hive without a flake, and the machine itself", () => {
    const hive = { kind: "hive", isSystem: false, colmena: hiveData(), root: "file:///ws/hive.nix" } as const;
    expect(vectors([host("a", hive)], "switch")).toEqual(["colmena apply switch --verbose --on a --config hive.nix"]);
    expect(vectors([host("a", hive, {}, true)], "switch")).toEqual([
      "terminal: colmena apply-local switch --verbose --sudo --node a --config hive.nix",
    ]);
  });
  test("rolling back is left to nixos-rebuild", () => {
    const hive = { kind: "hive", isSystem: false, colmena: hiveData("10.0.0.1", { targetUser: "root" }) } as const;
    expect(vectors([host("a", hive)], "rollback")).toEqual([
      "_NIXOS_REBUILD_REEXEC=[1] nixos-rebuild switch --rollback --no-flake --target-host root@10.0.0.1",
    ]);
  });
});

describe("deploy-rs", () => {
  const node = (name: string, targetHost: string | null = null) =>
    host(name, { deployNode: { name, hostname: `${name}.example`, sshUser: null } }, { targetHost });
  test.each([
    ["dry-activate", "deploy --dry-activate .#a"],
    ["switch", "deploy .#a"],
    ["boot", "deploy --boot .#a"],
  ] as const)("%s", (action, vector) => {
    expect(vectors([node("a")], action)).toEqual([vector]);
  });
  test("several nodes, one with a dot, one somewhere else", () => {
    expect(vectors([node("a"), node("b.c"), node("d", "op@10.0.0.4:2222")], "switch")).toEqual([
      'deploy --targets .#a [.#"b.c"]',
      "deploy --hostname 10.0.0.4 --ssh-user op --ssh-opts [-p 2222] .#d",
    ]);
  });
  test("a sudo that asks", () => {
    const asking = host("a", { deployNode: { name: "a", hostname: null, sshUser: null } }, { sudo: "askPassword" });
    expect(vectors([asking], "switch")).toEqual(["terminal: deploy --interactive-sudo true .#a"]);
  });
});

test("nixos-anywhere", () => {
  expect(vectors([host("a", { colmena: hiveData() }, { targetHost: "root@10.0.0.1:2222" })], "install")).toEqual([
    "terminal: nixos-anywhere --flake .#a --target-host root@10.0.0.1 --ssh-port 2222",
  ]);
});

describe("nix", () => {
  const system = `/nix/store/${"a".repeat(32)}-nixos-system-a-25.05`;
  const attribute = '.#nixosConfigurations."a".config.system.build.toplevel';
  test("what needs a password is built", () => {
    expect(buildInvocation(host("a", {}, {}, true)).args).toEqual(["build", "--no-link", "--json", attribute]);
    const module = { kind: "module", isSystem: false, root: "file:///etc/nixos/configuration.nix" } as const;
    expect(buildInvocation(host("a", module, {}, true)).args.slice(3)).toEqual([
      "--file",
      "<nixpkgs/nixos>",
      "system",
      "-I",
      "nixos-config=/etc/nixos/configuration.nix",
    ]);
    const hive = { kind: "hive", isSystem: false, colmena: hiveData() } as const;
    expect(buildInvocation(host("a", hive, {}, true))).toMatchObject({
      program: "colmena",
      args: ["build", "--verbose", "--on", "a", "--config", "hive.nix"],
    });
  });
  test("systems are compared where both are", () => {
    expect(closureDiff(host("a", {}, {}, true), system)).toMatchObject({
      program: "nix",
      args: ["store", "diff-closures", "/run/current-system", system],
    });
    expect(closureDiff(host("a", {}, { targetHost: "root@a:22" }), system)).toMatchObject({
      program: "ssh",
      args: `-o BatchMode=yes -o ConnectTimeout=10 -p 22 -- root@a nix --extra-experimental-features nix-command store diff-closures /run/current-system ${system}`.split(
        " ",
      ),
    });
    expect(closureDiff(host("a", {}, { targetHost: "a" }), "/nix/store/x; reboot")).toBeNull();
    expect(closureDiff(host("a"), system)).toBeNull();
  });
  test("the path of a system, without building it", () => {
    expect(systemQuery(host("a"))?.args).toEqual(["eval", "--raw", `${attribute}.outPath`]);
    expect(systemQuery(host("a", { isSystem: false }))).toBeNull();
  });
});

test("no word for a remote shell that it could read as more than a word", () => {
  const target = { user: null, host: "a", port: null };
  for (const word of ["a;b", "$(x)", "`x`", "a b", "a>b", "", "*", "~", "'x'", 'a"b', "a\nb"])
    expect(() => sshArguments(target, ["systemctl", word])).toThrow("plain word");
});

test("refusals of --sudo", () => {
  for (const text of [
    "/run/current-system/sw/bin/nixos-rebuild: unknown option `--sudo'",
    "nixos-rebuild: error: unrecognized arguments: --sudo",
    "nixos-rebuild: error: unrecognized arguments: --ask-sudo-password",
  ])
    expect(refusesSudoFlag(text)).toBe(true);
  for (const text of ["sudo: a password is required", "error: unknown option 'services.sudo'", "--sudo"])
    expect(refusesSudoFlag(text)).toBe(false);
});
