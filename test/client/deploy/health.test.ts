/** Health checks against a host that is played. */
import { expect, test } from "vitest";
import { checkHealth, type HealthPorts } from "../../../client/src/deploy/engine/health.ts";
import type { DeployHost } from "../../../client/src/deploy/hosts/deployedHost.ts";
import { host } from "../../support/deployHosts.ts";

interface Play {
  /** What `systemctl is-active` prints, one try after the other. */
  readonly states: readonly string[];
  readonly netcat?: number;
  readonly connects?: boolean;
}

async function check(one: DeployHost, play: Play, seconds = 10) {
  const asked: string[] = [];
  let now = 0;
  let tries = 0;
  const ports: HealthPorts = {
    async query(program, args) {
      asked.push([program, ...args.slice(args.indexOf("--") + 1)].join(" "));
      if (args.includes("nc")) return { code: play.netcat ?? 0, stdout: "", stderr: "" };
      const stdout = play.states[Math.min(tries++, play.states.length - 1)];
      return stdout === undefined ? null : { code: 0, stdout, stderr: "" };
    },
    async connects(address, port) {
      asked.push(`connect ${address} ${port}`);
      return play.connects ?? true;
    },
    async sleep(milliseconds) {
      now += milliseconds;
    },
    now: () => now,
  };
  const ailments = await checkHealth(one, seconds, ports, new AbortController().signal);
  return { asked, tries, ailments: ailments.map(({ service, unitState, api }) => `${service} ${unitState ?? api}`) };
}

const remote = host("a", { runs: ["chainfire", "iam"] }, { targetHost: "root@a" });

test("active units and open ports, asked of the host itself", async () => {
  expect(await check(remote, { states: ["active\nactive\n"] })).toEqual({
    asked: [
      "ssh root@a systemctl is-active chainfire.service iam.service",
      "ssh root@a nc -z -w 5 127.0.0.1 1234",
      "ssh root@a nc -z -w 5 127.0.0.1 1234",
    ],
    tries: 1,
    ailments: [],
  });
});

test("a unit that comes up late", async () => {
  const { tries, ailments } = await check(remote, { states: ["activating\ninactive\n", "active\nactive\n"] });
  expect([tries, ailments]).toEqual([2, []]);
});

test("a unit that does not come up", async () => {
  expect((await check(remote, { states: ["active\nfailed\n"] })).ailments).toEqual(["iam failed"]);
  expect((await check(remote, { states: [] })).ailments).toEqual(["chainfire unknown", "iam unknown"]);
});

test("a port that stays closed, and a host without netcat", async () => {
  expect((await check(remote, { states: ["active\nactive\n"], netcat: 1 })).ailments).toEqual([
    "chainfire 127.0.0.1:1234",
    "iam 127.0.0.1:1234",
  ]);
  const { asked, ailments } = await check(remote, { states: ["active\nactive\n"], netcat: 127, connects: true });
  expect(asked).toContain("connect a 1234");
  expect(ailments).toEqual([]);
});

test("this machine", async () => {
  const local = host("a", { runs: ["iam"] }, {}, true);
  const { asked, ailments } = await check(local, { states: ["active\n"], connects: false });
  expect(asked.slice(0, 2)).toEqual(["systemctl is-active iam.service", "connect 127.0.0.1 1234"]);
  expect(ailments).toEqual(["iam 127.0.0.1:1234"]);
});

test("a listener's address out of a flake is no option of netcat", async () => {
  const services = [{ name: "iam", unit: "iam.service", address: "-e/bin/sh", port: 1 }];
  const { asked } = await check(host("a", { services }, { targetHost: "a" }), { states: ["active\n"] });
  expect(asked[1]).toBe("ssh a nc -z -w 5 127.0.0.1 1");
});

test("a host without services is well", async () => {
  expect((await check(host("a", {}, { targetHost: "a" }), { states: [] })).asked).toEqual([]);
});
