/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { describe, expect, test } from "vitest";
import { analyse, exampleFiles } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";
import { checkFixes } from "../support/checkFix.ts";

/** A flake whose hosts have these modules; a host's file is `NAME.nix`. */
function flakeOf(hosts: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const systems = Object.keys(hosts).map(
    (name) =>
      `    ${name} = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default ./${name}.nix { networking.hostName = "${name}"; system.stateVersion = "25.05"; } ]; };`,
  );
  const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations = {
${systems.join("\n")}
  }; };
}
`;
  const files = { "flake.nix": flake, ...more };
  for (const [name, text] of Object.entries(hosts)) Object.assign(files, { [`${name}.nix`]: text });
  return new Map(Object.entries(files).map(([path, text]) => [`file:///ws/${path}`, text]));
}

/** `FILE:LINE TEXT code: message`, of everything that is found. */
async function found(files: ReadonlyMap<string, string>): Promise<string[]> {
  const analysis = await analyse(files);
  return [...files].flatMap(([uri, text]) =>
    findingsOf(analysis, uri)
      .filter(({ severity }) => severity !== "hint")
      .map(({ code, range, message, hosts }) => {
        const line = text.split("\n")[range.start.line] ?? "";
        const part = line.slice(
          range.start.character,
          range.end.line === range.start.line ? range.end.character : undefined,
        );
        const where = hosts === null ? "" : ` (${hosts.join(", ")})`;
        return `${uri.slice("file:///ws/".length)}:${range.start.line + 1} ${part} ${code}: ${message}${where}`;
      }),
  );
}

async function fixedFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const trials = await checkFixes(files);
  return trials.map(({ title, files: after }) => {
    const changed = [...after].filter(([uri, text]) => files.get(uri) !== text).map(([, text]) => text);
    return `${title}: ${changed.join("")}`;
  });
}

const iam = (endpoint: string) => `{ services.iam = { enable = true; settings.endpoints.flaredb = ${endpoint}; }; }\n`;
const flaredb = `{ services.chainfire.enable = true; services.flaredb = { enable = true; openFirewall = true; listenAddress = "0.0.0.0"; }; }\n`;

const peersOf = (...peers: string[]) => `[ ${peers.map((peer) => `{ ${peer} }`).join(" ")} ]`;
const three = ["a", "b", "c"].map((name, index) => `id = ${index + 1}; address = "${name}:2380";`);
const member = (nodeId: string, peers: string, more = "") =>
  `{ services.chainfire = { enable = true; ${more}openFirewall = true; settings.cluster = { ${nodeId}peers = ${peers}; }; }; }\n`;
const cluster = (b: string, c = member("nodeId = 3; ", peersOf(...three))) =>
  flakeOf({ a: member("nodeId = 1; ", peersOf(...three)), b, c });

describe("endpoint-mismatch", () => {
  test.each([
    ['"b:2479"', flaredb],
    ['"http://b:2479/"', flaredb],
    ['"elsewhere.example.org:1"', flaredb],
    ['[ "b:2479" "elsewhere:1" ]', flaredb],
    [
      '"10.0.0.2:2479"',
      `{ imports = [ ./x.nix ]; networking.interfaces.eth0.ipv4.addresses = [ { address = "10.0.0.2"; prefixLength = 24; } ]; }`,
    ],
  ])("%s is served", async (endpoint, b) => {
    const files = flakeOf({ a: iam(endpoint), b }, { "x.nix": flaredb });
    expect((await found(files)).filter((text) => !text.includes("type-mismatch"))).toEqual([]);
  });

  test("another port", async () => {
    const files = flakeOf({ a: iam('"b:2480"'), b: flaredb });
    expect(await found(files)).toEqual([
      'a.nix:1 "b:2480" endpoint-mismatch: services.iam.settings.endpoints.flaredb names b:2480, but flaredb listens on port 2479 of b.',
    ]);
    expect(await fixedFiles(files)).toEqual([`Write b:2479: ${iam('"b:2479"')}`]);
  });

  test("no such service there; the one host that has it", async () => {
    const files = flakeOf({ a: iam('[ "c:2479" ]'), b: flaredb, c: "{ }\n" });
    expect(await found(files)).toEqual([
      'a.nix:1 "c:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names c:2479, but flaredb is not enabled on c.',
    ]);
    expect(await fixedFiles(files)).toEqual([`Write b:2479: ${iam('[ "b:2479" ]')}`]);
  });

  test("only for its own host, and on this host", async () => {
    const local = flaredb.replace("0.0.0.0", "127.0.0.1");
    expect(await found(flakeOf({ a: iam('"b:2479"'), b: local }))).toEqual([
      'a.nix:1 "b:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names b:2479, but flaredb on b listens on 127.0.0.1 only.',
    ]);
    expect(await found(flakeOf({ a: iam('"localhost:2479"') }))).toEqual([
      'a.nix:1 "localhost:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names localhost:2479, but flaredb is not enabled on this host.',
    ]);
  });

  test("silent about hosts that may have more, and about what is unknown", async () => {
    const open = flakeOf({ a: iam('"b:2479"'), b: "{ imports = [ <secret/module.nix> ]; }\n" });
    expect(await found(open)).toEqual([]);
    const unknown = flakeOf({
      a: iam('"b:2479"'),
      b: flaredb.replace("enable = true; o", "enable = true; port = builtins.fromJSON (builtins.readFile <x>); o"),
    });
    expect((await found(unknown)).filter((text) => text.includes("endpoint-mismatch"))).toEqual([]);
  });
});

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

describe("clusters", () => {
  test("three members that agree", async () => {
    expect(await found(cluster(member("nodeId = 2; ", peersOf(...three))))).toEqual([]);
  });

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

  test("cluster-even-members, once for a list that members share", async () => {
    const peers = peersOf(...three.slice(0, 2));
    const shared = `{ services.chainfire = { enable = true; openFirewall = true; settings.cluster.peers = ${peers}; }; }\n`;
    const host = (id: number) =>
      `{ imports = [ ./shared.nix ]; services.chainfire.settings.cluster.nodeId = ${id}; }\n`;
    expect(await found(flakeOf({ a: host(1), b: host(2) }, { "shared.nix": shared }))).toEqual([
      `shared.nix:1 ${peers} cluster-even-members: The chainfire cluster has 2 members, which stand no failure, as 1 would. An odd number is better: 1 or 3.`,
    ]);
  });

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
});
