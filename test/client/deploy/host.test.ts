/** Which tool deploys a host, where it is, what can be done with it, and what stands in the way. */
import { expect, test } from "vitest";
import {
  type DeployAction,
  hostProblem,
  needsTerminal,
  offeredActions,
} from "../../../client/src/deploy/hosts/deployedHost.ts";
import { readHostSettings } from "../../../client/src/deploy/hosts/hostSettings.ts";
import { formatTarget } from "../../../client/src/deploy/hosts/names.ts";
import { hiveData, host } from "../../support/deployHosts.ts";

const node = { name: "a", hostname: "a.example", sshUser: "admin" };
const where = (one: ReturnType<typeof host>): string => (one.target === null ? "nowhere" : formatTarget(one.target));

test("the tool is the one that the flake is made for, unless the user says otherwise", () => {
  expect(host("a").tool).toBe("nixos-rebuild");
  expect(host("a", { colmena: hiveData() }).tool).toBe("colmena");
  expect(host("a", { deployNode: node }).tool).toBe("deploy-rs");
  expect(host("a", { deployNode: node, colmena: hiveData() }).tool).toBe("colmena");
  expect(host("a", { deployNode: node, colmena: hiveData() }, { tool: "deploy-rs" }).tool).toBe("deploy-rs");
  expect(host("a", { colmena: hiveData() }, {}, true).tool).toBe("nixos-rebuild");
  expect(host("a", { colmena: hiveData(), kind: "hive", isSystem: false }, {}, true).tool).toBe("colmena");
});

test("the target comes from the settings, then from the tool's data", () => {
  expect(where(host("a"))).toBe("nowhere");
  expect(where(host("a", { deployNode: node }))).toBe("admin@a.example");
  expect(where(host("a", { colmena: hiveData("10.0.0.1", { targetUser: "op", targetPort: 22 }) }))).toBe(
    "op@10.0.0.1:22",
  );
  expect(where(host("a", { colmena: hiveData() }))).toBe("a");
  expect(where(host("a", { deployNode: node, colmena: hiveData("b") }, { tool: "deploy-rs" }))).toBe("admin@a.example");
  expect(where(host("a", { deployNode: node }, { targetHost: "root@z:2222" }))).toBe("root@z:2222");
  expect(host("a", {}, { targetHost: "localhost" })).toMatchObject({ isLocal: true, target: null });
});

test("sudo unless the user is root", () => {
  expect(host("a", {}, { targetHost: "root@a" }).sudo).toBe("no");
  expect(host("a", {}, { targetHost: "op@a" }).sudo).toBe("yes");
  expect(host("a", {}, { targetHost: "root@a", sudo: "askPassword" }).sudo).toBe("askPassword");
});

test("what stands in the way", () => {
  expect(hostProblem(host("a"), "switch")).toEqual({ kind: "noTarget" });
  expect(hostProblem(host("a"), "build-vm")).toBeNull();
  expect(hostProblem(host("a", {}, {}, true), "switch")).toBeNull();
  expect(hostProblem(host("--help", {}, { targetHost: "a" }), "switch")).toEqual({ kind: "badName", name: "--help" });
  const odd = { ...node, name: "-x" };
  expect(hostProblem(host("a", { deployNode: odd }), "switch")).toEqual({ kind: "badName", name: "-x" });
  expect(hostProblem(host("a", { deployNode: { ...node, hostname: "-oProxyCommand=x" } }), "switch")).toEqual({
    kind: "noTarget",
  });
  expect(hostProblem(host("a", {}, { tool: "colmena", targetHost: "a" }), "switch")).toEqual({
    kind: "noTool",
    tool: "colmena",
  });
  expect(hostProblem(host("a", { isSystem: false, colmena: hiveData() }), "install")).toEqual({
    kind: "noTool",
    tool: "colmena",
  });
});

test("colmena goes where its hive says, so settings that say another place stand in the way of it alone", () => {
  const hive = { colmena: hiveData("10.0.0.1", { targetUser: "op" }) };
  const elsewhere = host("a", hive, { targetHost: "root@10.0.0.2" });
  expect(hostProblem(elsewhere, "switch")).toEqual({ kind: "otherTarget", hive: "op@10.0.0.1", set: "root@10.0.0.2" });
  for (const action of ["rollback", "build-vm", "install"] as const) expect(hostProblem(elsewhere, action)).toBeNull();
  expect(hostProblem(host("a", hive, { targetHost: "root@10.0.0.1:2222" }), "switch")).toBeNull();
  expect(hostProblem(host("a", hive, { targetHost: "root@10.0.0.2", tool: "nixos-rebuild" }), "switch")).toBeNull();
  expect(hostProblem(host("a", hive, { targetHost: "localhost" }), "switch")).toBeNull();
  expect(hostProblem(host("a", { colmena: hiveData() }, { targetHost: "root@10.0.0.2" }), "switch")).toBeNull();
});

test("only what every tool can do is offered", () => {
  const all: DeployAction[] = ["dry-activate", "test", "switch", "boot", "build-vm", "rollback"];
  const rebuilt = host("a", {}, { targetHost: "a" });
  expect(offeredActions([rebuilt])).toEqual([...all, "install"]);
  expect(offeredActions([rebuilt, rebuilt])).toEqual(all);
  expect(offeredActions([host("a", {}, {}, true)])).toEqual(all);
  expect(offeredActions([host("a", { colmena: hiveData() })])).toEqual([
    "dry-activate",
    "test",
    "switch",
    "boot",
    "install",
  ]);
  expect(offeredActions([host("a", { deployNode: node }), rebuilt])).toEqual(["dry-activate", "switch", "boot"]);
  expect(offeredActions([host("a", { kind: "hive", isSystem: false, colmena: hiveData() })])).toEqual([
    "dry-activate",
    "test",
    "switch",
    "boot",
  ]);
});

test("passwords are asked for in a terminal", () => {
  expect(needsTerminal(host("a", {}, {}, true), "switch")).toBe(true);
  expect(needsTerminal(host("a", {}, {}, true), "build-vm")).toBe(false);
  expect(needsTerminal(host("a", {}, { targetHost: "a", sudo: "askPassword" }), "boot")).toBe(true);
  expect(needsTerminal(host("a", {}, { targetHost: "a" }), "boot")).toBe(false);
  expect(needsTerminal(host("a", {}, { targetHost: "a" }), "install")).toBe(true);
});

test("settings of hosts", () => {
  const { hosts, wrong } = readHostSettings({
    a: { targetHost: "root@a", buildHost: "b", sudo: "askPassword", tool: "colmena" },
    b: {},
    c: { targetHost: "-oProxyCommand=x" },
    d: { tool: "/tmp/evil" },
    e: { sudo: "/tmp/evil" },
    f: { program: "/tmp/evil" },
    g: "x",
    ["__proto__x"]: { targetHost: null },
  });
  expect([...hosts.keys()]).toEqual(["a", "b", "__proto__x"]);
  expect(hosts.get("b")).toEqual({ targetHost: null, buildHost: null, sudo: null, tool: null });
  expect(wrong).toEqual(["c.targetHost", "d.tool", "e.sudo", "f.program", "g"]);
  expect(readHostSettings(undefined).hosts.size).toBe(0);
});
