/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { expect, test } from "vitest";

import { flakeOf, found, peersOf, three } from "../support/fleet.ts";

test("cluster-even-members, once for a list that members share", async () => {
  const peers = peersOf(...three.slice(0, 2));
  const shared = `{ services.chainfire = { enable = true; openFirewall = true; settings.cluster.peers = ${peers}; }; }\n`;
  const host = (id: number) => `{ imports = [ ./shared.nix ]; services.chainfire.settings.cluster.nodeId = ${id}; }\n`;
  expect(await found(flakeOf({ a: host(1), b: host(2) }, { "shared.nix": shared }))).toEqual([
    `shared.nix:1 ${peers} cluster-even-members: The chainfire cluster has 2 members, which stand no failure, as 1 would. An odd number is better: 1 or 3.`,
  ]);
});
