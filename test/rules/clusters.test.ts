/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { expect, test } from "vitest";
import { analyse, exampleFiles } from "../support/analyse.ts";

import { cluster, flakeOf, flaredb, found, iam, member, peersOf, three } from "../support/fleet.ts";

test("three members that agree", async () => {
  expect(await found(cluster(member("nodeId = 2; ", peersOf(...three))))).toEqual([]);
});

test("silent about members that may have an id, a port or a list from what cannot be read", async () => {
  const open = (text: string) => text.replace("{ services", "{ imports = [ <secret/module.nix> ]; services");
  expect(await found(cluster(open(member("", peersOf(...three)))))).toEqual([]);
  expect(
    await found(cluster(open(`{ services.chainfire.enable = true; services.chainfire.raftPort = 2390; }\n`))),
  ).toEqual([]);
  expect(
    await found(cluster(open(`{ services.chainfire = { enable = true; settings.cluster.nodeId = 2; }; }\n`))),
  ).toEqual([]);
});

test("two clusters with the same ids, and names that several hosts have, are left alone", async () => {
  const own = (name: string) => member("nodeId = 1; ", peersOf(`id = 1; address = "${name}:2380";`));
  expect(await found(flakeOf({ a: own("a"), b: own("b") }))).toEqual([]);
  const twins = `{ networking.hosts."10.0.0.9" = [ "twin" ]; networking.interfaces.e.ipv4.addresses = [ { address = "10.0.0.9"; prefixLength = 24; } ]; }\n`;
  expect(await found(flakeOf({ a: iam('"10.0.0.9:1"'), b: twins, c: twins }))).toEqual([]);
});

test("comments silence them, and examples have none", async () => {
  const text = `# plasmacloud: disable-file endpoint-mismatch\n${iam('"b:2480"')}`;
  expect(await found(flakeOf({ a: text, b: flaredb }))).toEqual([]);
  for (const name of ["minimal", "single-node", "three-node"]) {
    const analysis = await analyse(exampleFiles(name));
    expect([...analysis.findings.keys()]).toEqual([]);
  }
});

test("faults of the three-node example are found where they are, and nothing besides", async () => {
  const example = exampleFiles("three-node");
  const foundAfter = async (file: string, from: string, to: string): Promise<string[]> => {
    const uri = `file:///ws/hosts/${file}`;
    const text = example.get(uri) ?? "";
    expect(text).toContain(from);
    const all = await found(new Map(example).set(uri, text.replace(from, to)));
    return all.map((one) => one.replace(/((?:cluster|endpoint)-[a-z-]+): .*/, "$1"));
  };
  expect(
    await foundAfter("node2.nix", "chainfire.settings.cluster.nodeId = 2", "chainfire.settings.cluster.nodeId = 3"),
  ).toEqual(["hosts/node2.nix:17 3 cluster-duplicate-node-id"]);
  expect(
    await foundAfter("node2.nix", "flaredb.settings.cluster.nodeId = 2", "flaredb.settings.cluster.nodeId = 9"),
  ).toEqual(["hosts/cluster.nix:28 membersAt 2480 cluster-node-not-in-peers"]);
  expect(await foundAfter("cluster.nix", "membersAt 2380", "membersAt 2381")).toEqual(
    [6, 10, 14].map(
      (line, index) => `hosts/cluster.nix:${line} "node${index + 1}:\${toString port}" cluster-peer-mismatch`,
    ),
  );
  expect(await foundAfter("node1.nix", '"node2:2479"', '"node2:2480"')).toEqual([
    'hosts/node1.nix:6 "node2:2480" endpoint-mismatch',
  ]);
  expect(
    await foundAfter(
      "node3.nix",
      "networking.hostName = ",
      "services.chainfire.raftPort = 2390; networking.hostName = ",
    ),
  ).toEqual(['hosts/cluster.nix:14 "node3:${toString port}" cluster-peer-mismatch']);
});
