/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { expect, test } from "vitest";

import { cluster, fixedFiles, flakeOf, found, member, peersOf, three } from "../support/fleet.ts";

test("cluster-peer-mismatch: a port that is not the host's, and its fix", async () => {
  const files = cluster(member("nodeId = 2; ", peersOf(...three), "raftPort = 2390; "));
  const message =
    '"b:2380" cluster-peer-mismatch: b:2380 is listed as a member, but the Raft port of chainfire on b is 2390.';
  expect(await found(files)).toEqual([`a.nix:1 ${message}`, `b.nix:1 ${message}`, `c.nix:1 ${message}`]);
  const titles = (await fixedFiles(flakeOf({ a: member("", peersOf('id = 1; address = "a:2381";')) }))).map(
    (text) => text.split(":")[0],
  );
  expect(titles).toEqual(["Write a"]);
});

test("cluster-peer-mismatch: a host that does not run it, and lists that differ", async () => {
  const off = await found(cluster(member("nodeId = 2; ", peersOf(...three)), "{ }\n"));
  expect(off).toHaveLength(2);
  expect(off[0]).toBe(
    'a.nix:1 "c:2380" cluster-peer-mismatch: c:2380 is listed as a member, but chainfire is not enabled on c.',
  );
  const five = peersOf(...three, 'id = 4; address = "x.example:2380";', 'id = 5; address = "y.example:2380";');
  expect(await found(cluster(member("nodeId = 2; ", five)))).toEqual([
    `a.nix:1 ${peersOf(...three)} cluster-peer-mismatch: a lists other members of chainfire than b: it lacks 4 at x.example:2380, 5 at y.example:2380. Every member lists the same.`,
    `c.nix:1 ${peersOf(...three)} cluster-peer-mismatch: c lists other members of chainfire than b: it lacks 4 at x.example:2380, 5 at y.example:2380. Every member lists the same.`,
  ]);
});
