/** The order of hosts and what is deployed at once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { mayBeDown, orderOfDeployment, rankOf } from "../../../client/src/deploy/engine/order.ts";
import type { DeployHost } from "../../../client/src/deploy/hosts/deployedHost.ts";
import type { ClusterMembership } from "../../../server/src/protocol/protocol.ts";
import { hiveData, host } from "../../support/deployHosts.ts";

const shown = (hosts: readonly DeployHost[]): string =>
  orderOfDeployment(hosts)
    .batches.map((batch) => batch.hosts.map(({ facts }) => facts.label).join("+"))
    .join(" ");

const group = (key: string, size: number): ClusterMembership => ({ service: key, key, size });
const on = { targetHost: "root@a" };

test("by the earliest service", () => {
  const hosts = [
    host("web", { runs: ["flashdns"] }, on),
    host("auth", { runs: ["iam", "fiberlb"] }, on),
    host("db", { runs: ["flaredb", "iam"] }, on),
    host("kv", { runs: ["lightningstor", "chainfire"] }, on),
    host("bare", {}, on),
  ];
  expect(shown(hosts)).toBe("kv db auth web+bare");
});

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 1],
  [5, 2],
  [6, 2],
  [7, 3],
])("of %i members %i may be down", (size, down) => {
  expect(mayBeDown(size)).toBe(down);
});

test("a group of five goes two by two, whatever the tool", () => {
  const members = (more: object) =>
    ["a", "b", "c", "d", "e"].map((name) =>
      host(name, { runs: ["chainfire"], clusters: [group("x", 5)], ...more }, on),
    );
  expect(shown(members({}))).toBe("a+b c+d e");
  expect(shown(members({ colmena: hiveData() }))).toBe("a+b c+d e");
  expect(shown(members({ deployNode: { name: "n", hostname: null, sshUser: null } }))).toBe("a+b c+d e");
});

test("a host in several groups obeys all of them", () => {
  const runs = ["chainfire"];
  const hosts = [
    host("a", { runs, clusters: [group("x", 5), group("y", 3)] }, on),
    host("b", { runs, clusters: [group("x", 5)] }, on),
    host("c", { runs, clusters: [group("x", 5), group("y", 3)] }, on),
    host("d", { runs, clusters: [group("y", 3)] }, on),
  ];
  expect(shown(hosts)).toBe("a+b c d");
});

test("hosts of different tools and folders, and those that ask for a password, are apart", () => {
  expect(shown([host("a", {}, on), host("b", { colmena: hiveData() }, on), host("c", {}, on)])).toBe("a+c b");
  expect(shown([host("a", {}, on), host("b", { folder: "file:///other" }, on)])).toBe("a b");
  expect(shown([host("a", {}, { ...on, sudo: "askPassword" }), host("b", {}, on), host("c", {}, {}, true)])).toBe(
    "a b c",
  );
});

test("groups that lose their majority are named", () => {
  const pair = [group("pair", 2)];
  const { quorum } = orderOfDeployment([
    host("a", { runs: ["chainfire"], clusters: pair }, on),
    host("b", { runs: ["chainfire"], clusters: pair }, on),
    host("c", { runs: ["chainfire"], clusters: [group("three", 3)] }, on),
  ]);
  expect(quorum).toEqual([{ service: "pair", size: 2, hosts: ["a", "b"] }]);
});

const services = ["chainfire", "flaredb", "iam", "flashdns", "fiberlb"];
const anyHost = fc.record({
  runs: fc.subarray(services),
  clusters: fc.subarray(["k1", "k2", "k3"]),
  tool: fc.constantFrom("nixos-rebuild", "colmena", "deploy-rs"),
  isLocal: fc.boolean(),
  folder: fc.constantFrom("file:///a", "file:///b"),
});

test("every plan keeps the promises", () => {
  fc.assert(
    fc.property(
      fc.array(anyHost, { maxLength: 14 }),
      fc.record({
        k1: fc.integer({ min: 1, max: 9 }),
        k2: fc.integer({ min: 1, max: 9 }),
        k3: fc.integer({ min: 1, max: 9 }),
      }),
      (drawn, sizes) => {
        const size = (key: string): number => sizes[key as keyof typeof sizes];
        const hosts = drawn.map(({ runs, clusters, tool, isLocal, folder }, index) => {
          const colmena = tool === "colmena" ? hiveData() : null;
          const deployNode = tool === "deploy-rs" ? { name: "n", hostname: null, sshUser: null } : null;
          const memberships = clusters.map((key) => group(key, size(key)));
          return host(
            `h${index}`,
            { runs, clusters: memberships, folder, colmena, deployNode },
            on,
            isLocal && index === 0,
          );
        });
        const { batches } = orderOfDeployment(hosts);
        const flat = batches.flatMap((batch) => batch.hosts);
        expect(flat.length).toBe(hosts.length);
        expect(new Set(flat)).toEqual(new Set(hosts));
        const ranks = flat.map(rankOf);
        expect(ranks).toEqual([...ranks].sort((left, right) => left - right));
        for (const batch of batches) {
          expect(batch.hosts.length).toBeGreaterThan(0);
          expect(new Set(batch.hosts.map(rankOf)).size).toBe(1);
          expect(new Set(batch.hosts.map(({ tool, facts }) => `${tool} ${facts.folder}`)).size).toBe(1);
          if (batch.hosts.some(({ isLocal }) => isLocal)) expect(batch.hosts.length).toBe(1);
          for (const key of ["k1", "k2", "k3"]) {
            const members = batch.hosts.filter(({ facts }) => facts.clusters.some((cluster) => cluster.key === key));
            expect(members.length).toBeLessThanOrEqual(mayBeDown(size(key)));
          }
        }
      },
    ),
    { numRuns: 500, seed: 3 },
  );
});
