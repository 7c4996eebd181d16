/** Deploy facts of hosts: services, addresses, members and deploy data, and who is in one group with whom. */
import { expect, test } from "vitest";
import type { HostView } from "../../server/src/modules/model/view.ts";
import { clustersOf } from "../../server/src/session/hosts/clusters.ts";
import { deployView } from "../../server/src/session/hosts/deployView.ts";
import { analyse, exampleFiles } from "../support/analyse.ts";
import { hostsOf } from "../support/hosts.ts";

async function exampleHosts(change: (path: string, text: string) => string = (_, text) => text) {
  const files = new Map([...exampleFiles("three-node")].map(([uri, text]) => [uri, change(uri, text)]));
  return (await analyse(files)).hosts;
}

function groups(hosts: readonly HostView[]): Record<string, string[]> {
  const found = clustersOf(hosts);
  return Object.fromEntries(
    [...found].map(([label, memberships]) => [label, memberships.map(({ key, size }) => `${key} of ${size}`)]),
  );
}

test("the hosts of the three-node example", async () => {
  const hosts = await exampleHosts();
  const [node1, , node3] = hosts.map(({ deploy }) => deploy);
  expect(node1).toMatchObject({
    kind: "flake",
    isSystem: true,
    hostName: "node1",
    names: ["node1", "192.0.2.11"],
    deployNode: null,
    colmena: null,
  });
  expect(node1?.services.map(({ name, port }) => `${name} ${port}`)).toEqual([
    "chainfire 2379",
    "flaredb 2479",
    "iam 3000",
  ]);
  expect(node1?.services[0]?.raft).toEqual({
    port: 2380,
    nodeId: 1,
    peers: ["node1:2380", "node2:2380", "node3:2380"],
    ids: [1, 2, 3],
  });
  expect(node3?.services.map(({ name }) => name)).toContain("lightningstor");
  expect(groups(hosts)).toEqual({
    node1: ["chainfire@node1 of 3", "flaredb@node1 of 3"],
    node2: ["chainfire@node1 of 3", "flaredb@node1 of 3"],
    node3: ["chainfire@node1 of 3", "flaredb@node1 of 3"],
  });
});

test("a peer at another port than the Raft port is no member", async () => {
  const hosts = await exampleHosts((_, text) => text.replace("peers = membersAt 2380", "peers = membersAt 2381"));
  expect(groups(hosts)["node1"]).toEqual(["chainfire@node1 of 3", "flaredb@node1 of 3"]);
  expect(groups(hosts)["node2"]).toEqual(["chainfire@node2 of 3", "flaredb@node1 of 3"]);
});

test("without peers every host is a group of its own", async () => {
  const hosts = await exampleHosts((_, text) => text.replaceAll(/settings\.cluster\.peers = [^;]*;/g, ""));
  expect(groups(hosts)["node2"]).toEqual(["chainfire@node2 of 1", "flaredb@node2 of 1"]);
});

test("peers that cannot be told put the hosts of a flake in one group", async () => {
  const hosts = await exampleHosts((_, text) =>
    text
      .replace("{\n  imports = [ ./cluster.nix ];", "{ pkgs, ... }: {\n  imports = [ ./cluster.nix ];")
      .replace("membersAt 2380", "(import <nowhere>).peers"),
  );
  expect(new Set(Object.values(groups(hosts)).map(([first]) => first)).size).toBe(1);
});

test("peers by address, by hosts file, and outside the workspace", () => {
  const raft = (peers: string[] | null) => ({ port: 1, nodeId: 1, peers, ids: null });
  const host = (label: string, names: string[], peers: string[] | null, hosts: [string, string[]][] = []): HostView => {
    const services = [{ name: "s", address: null, port: null, raft: raft(peers) }];
    const deploy = { kind: "flake", isSystem: true, hostName: null, names, interfaces: [], hosts, services } as const;
    const view = {
      name: label,
      label,
      root: "file:///f/flake.nix",
      files: [],
      open: [],
      missingInputs: [],
      limits: [],
      values: new Map(),
      inner: new Map(),
    };
    const stats = { options: 0, unknowns: new Map(), serviceUnknowns: [] };
    return { ...view, stats, deploy: { ...deploy, deployNode: null, colmena: null } };
  };
  const found = groups([
    host("a", ["a", "10.0.0.1"], ["[::1]:1", "bee:1", "far.example:1"], [["10.0.0.2", ["BEE"]]]),
    host("b", ["10.0.0.2"], []),
    host("c", ["root@C.example"], ["d:2"]),
    host("d", ["d"], ["c.example.:1"]),
    host("e", ["e"], []),
  ]);
  expect(found).toEqual({
    a: ["s@a of 3"],
    b: ["s@a of 3"],
    c: ["s@c of 2"],
    d: ["s@c of 2"],
    e: ["s@e of 1"],
  });
});

test("deploy data of deploy-rs and colmena, of one host and of two tools", () => {
  const outputs = `{ self, nixpkgs, deploy-rs, colmena }: {
    nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "a"; } ]; };
    deploy.sshUser = "admin";
    deploy.nodes.a = { hostname = "a.example.org"; profiles.system.sshUser = "deployer"; };
    deploy.nodes.b.hostname = "b.example.org";
    colmena = {
      meta.nixpkgs = import nixpkgs { };
      a = { deployment = { targetHost = "10.0.0.1"; targetUser = "op"; targetPort = 2222; buildOnTarget = true; tags = [ "db" ]; }; };
      c = { deployment.targetHost = null; };
    };
  }`;
  const flake = `{ inputs.nixpkgs.url = "github:NixOS/nixpkgs"; inputs.deploy-rs.url = "github:serokell/deploy-rs"; inputs.colmena.url = "github:zhaofengli/colmena"; outputs = ${outputs}; }`;
  const [a, c] = hostsOf({ "/ws/flake.nix": flake }).hosts.map((host) => deployView(host, new Map()));
  expect(a).toMatchObject({
    isSystem: true,
    names: ["a", "a.example.org"],
    deployNode: { name: "a", hostname: "a.example.org", sshUser: "deployer" },
    colmena: { targetHost: "10.0.0.1", targetUser: "op", targetPort: 2222, buildOnTarget: true, tags: ["db"] },
  });
  expect(c).toMatchObject({
    kind: "flake",
    isSystem: false,
    deployNode: null,
    colmena: { targetHost: null, targetUser: null, targetPort: null, buildOnTarget: null, tags: [] },
  });
});
