/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { expect, test } from "vitest";

import { cluster, fixedFiles, flakeOf, found, member, peersOf, three } from "../support/fleet.ts";

test("cluster-node-not-in-peers, in place of the module's assertion", async () => {
  const files = cluster(member("nodeId = 4; ", peersOf(...three)));
  expect(await found(files)).toEqual([
    `b.nix:1 ${peersOf(...three)} cluster-node-not-in-peers: services.chainfire.settings.cluster.peers does not list b, whose nodeId is 4 (it lists 1, 2, 3). The list names every member, this one included.`,
  ]);
});

test("its fix adds the member in the form of the list", async () => {
  const rest = '\n      { id = 2; address = "b:2380"; }\n    ]';
  const list = `[\n      { id = 1; address = "x:2380"; }${rest}`;
  const files = flakeOf({ a: member("nodeId = 3; ", list), b: "{ }\n" });
  const added = list.replace("; }\n    ]", '; }\n      { id = 3; address = "a:2380"; }\n    ]');
  expect(await fixedFiles(files)).toContain(`Add a:2380 as member 3: ${member("nodeId = 3; ", added)}`);
});
