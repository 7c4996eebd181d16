/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { expect, test } from "vitest";

import { cluster, fixedFiles, found, member, peersOf, three } from "../support/fleet.ts";

test("cluster-duplicate-node-id: the id that the list gives, where one is written and where none is", async () => {
  const written = cluster(member("nodeId = 3; ", peersOf(...three)));
  expect(await found(written)).toEqual([
    "b.nix:1 3 cluster-duplicate-node-id: services.chainfire.settings.cluster.nodeId is 3 on b as on c: members of a cluster need ids of their own, here 2.",
  ]);
  const unwritten = cluster(member("", peersOf(...three)));
  expect(await found(unwritten)).toEqual([
    "b.nix:1 enable cluster-duplicate-node-id: services.chainfire.settings.cluster.nodeId is 1 on b as on a: members of a cluster need ids of their own, here 2.",
  ]);
  expect(await fixedFiles(unwritten)).toEqual([
    `Give it the id 2: ${member("", peersOf(...three), "settings.cluster.nodeId = 2; ")}`,
  ]);
});
