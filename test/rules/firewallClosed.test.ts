/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { describe, expect, test } from "vitest";

import { cluster, fixedFiles, flakeOf, flaredb, found, iam, member, peersOf, three } from "../support/fleet.ts";

describe("firewall-closed", () => {
  const shut = flaredb.replace("openFirewall = true; ", "");
  const closed = "firewall-closed: a needs port 2479 of flaredb on b, and its firewall keeps it shut.";

  test("where nothing opens the port, and its fixes", async () => {
    const files = flakeOf({ a: iam('"b:2479"'), b: shut });
    expect(await found(files)).toEqual([`b.nix:1 enable ${closed}`]);
    const open = shut.replace("flaredb = { enable = true; ", "flaredb = { enable = true; openFirewall = true; ");
    expect(await fixedFiles(files)).toEqual([`Set \`services.flaredb.openFirewall\`: ${open}`]);
    const no = flakeOf({ a: iam('"b:2479"'), b: flaredb.replace("openFirewall = true", "openFirewall = false") });
    expect(await found(no)).toEqual([`b.nix:1 false ${closed}`]);
    expect(await fixedFiles(no)).toEqual([`Set \`services.flaredb.openFirewall\`: ${flaredb}`]);
  });

  test.each([
    "networking.firewall.allowedTCPPorts = [ 22 2479 ];",
    "networking.firewall.allowedTCPPortRanges = [ { from = 2400; to = 2500; } ];",
    "networking.firewall.interfaces.eth1.allowedTCPPorts = [ 2479 ];",
    'networking.firewall.trustedInterfaces = [ "wg0" ];',
    'networking.firewall.extraCommands = "iptables -A nixos-fw -s 10.0.0.0/8 -j nixos-fw-accept";',
    "networking.firewall.enable = false;",
    "networking.firewall.allowedTCPPorts = builtins.fromJSON (builtins.readFile <ports.json>);",
    "imports = [ <secret/module.nix> ];",
  ])("silent with %s", async (more) => {
    const b = shut.replace("{ services", `{ ${more} services`);
    expect((await found(flakeOf({ a: iam('"b:2479"'), b }))).filter((text) => text.includes("firewall"))).toEqual([]);
  });

  test("between members, once for a port that several look for", async () => {
    const files = new Map(cluster(member("nodeId = 2; ", peersOf(...three)).replace("openFirewall = true; ", "")));
    expect(await found(files)).toEqual([
      "b.nix:1 enable firewall-closed: a, c need port 2380 of chainfire on b, and its firewall keeps it shut.",
    ]);
  });
});
