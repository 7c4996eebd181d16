/** Adding a host, in the forms that real flakes and hives have. */

import { describe, expect, test } from "vitest";
import type { AddHostParams } from "../../server/src/protocol/scaffoldProtocol.ts";
import { type AddedHost, addHost } from "../../server/src/scaffold/addHost.ts";
import { hostToAdd } from "../../server/src/scaffold/create/singleHost.ts";
import { analyse, exampleFiles } from "../support/analyse.ts";
import { catalogue, expectHarmless, scaffoldWorld, templates, toCrlf, workspaceOf } from "../support/scaffold.ts";
import { parseNix } from "../support/syntax.ts";

async function add(files: ReadonlyMap<string, string>, request: Partial<AddHostParams>): Promise<AddedHost> {
  const world = scaffoldWorld(files);
  const outcome = await addHost(world, { like: "a", name: "new", address: "192.0.2.99", services: [], ...request });
  world.dispose();
  return outcome;
}

/** Files after a host was added; that it is there, and nothing else has changed, is checked. */
async function added(
  files: ReadonlyMap<string, string>,
  request: Partial<AddHostParams>,
): Promise<Record<string, string>> {
  const outcome = await add(files, request);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  const texts = await expectHarmless(files, outcome.texts);
  const before = (await analyse(files)).hosts.map(({ name }) => name);
  const after = (await analyse(new Map([...files, ...outcome.texts]))).hosts.map(({ name }) => name);
  expect(after.sort()).toEqual([...before, request.name ?? "new"].sort());
  return texts;
}

const inputs = 'inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";';
const system = (name: string) =>
  `nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default ./hosts/${name}.nix ]; }`;
const host = (name: string) => `{
  networking.hostName = "${name}";
  system.stateVersion = "24.11";
}
`;
const hosts = { "hosts/a.nix": host("a"), "hosts/b.nix": host("b") };
const flake = (outputs: string) =>
  workspaceOf({ "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: ${outputs};\n}\n`, ...hosts });

describe("forms", () => {
  test("attributes of nixosConfigurations", async () => {
    const files = flake(`{
    nixosConfigurations = {
      a = ${system("a")};
      b = ${system("b")};
    };
  }`);
    const { "flake.nix": text, "hosts/new.nix": made } = await added(files, {});
    expect(text).toContain(`      b = ${system("b")};\n      new = ${system("new")};\n    };`);
    expect(made).toContain('networking.hostName = "new";');
    expect(made).toContain('system.stateVersion = "24.11";');
  });

  test("paths with the whole name", async () => {
    const files = flake(`{
    nixosConfigurations.a = ${system("a")};
    nixosConfigurations.b = ${system("b")};
  }`);
    const { "flake.nix": text } = await added(files, { name: "9x" });
    expect(text).toContain(`    nixosConfigurations."9x" = ${system("9x")};\n  };`);
  });

  test("one host alone", async () => {
    const files = workspaceOf({
      "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations.a = ${system("a")}; };\n}\n`,
      "hosts/a.nix": host("a"),
    });
    expect(Object.keys(await added(files, {})).sort()).toEqual(["flake.nix", "hosts/new.nix"]);
  });

  test("genAttrs over names", async () => {
    const files = flake(`{
    nixosConfigurations = nixpkgs.lib.genAttrs [ "a" "b" ] (name:
      nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default (./hosts + "/\${name}.nix") ]; });
  }`);
    const { "flake.nix": text } = await added(files, {});
    expect(text).toContain('[ "a" "b" "new" ]');
  });

  test("map and listToAttrs over names", async () => {
    const files = flake(`{
    nixosConfigurations = builtins.listToAttrs (map (name: {
      inherit name;
      value = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default (./hosts + "/\${name}.nix") ]; };
    }) [
      "a"
      "b"
    ]);
  }`);
    const { "flake.nix": text } = await added(files, {});
    expect(text).toContain('      "b"\n      "new"\n');
  });

  test("nodes of a hive", async () => {
    const files = workspaceOf({
      "hive.nix": `{
  meta = { };
  a = { imports = [ ./hosts/a.nix ]; deployment.targetHost = "192.0.2.1"; };
  b = { imports = [ ./hosts/b.nix ]; deployment.targetHost = "192.0.2.2"; };
}
`,
      ...hosts,
    });
    const { "hive.nix": text } = await added(files, {});
    expect(text).toContain('  new = { imports = [ ./hosts/new.nix ]; deployment.targetHost = "192.0.2.99"; };\n}');
  });

  test("modules written in place", async () => {
    const files = flake(`{
    nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "a"; } ]; };
  }`);
    const { "flake.nix": text } = await added(files, {});
    expect(text).toContain(
      'nixosConfigurations.new = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "new"; } ]; };',
    );
  });

  test("imports that are computed from the module's arguments", async () => {
    const files = workspaceOf({
      "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { specialArgs = { extra = { time.timeZone = "UTC"; }; }; modules = [ plasmacloud.nixosModules.default ./hosts/a.nix ]; }; };\n}\n`,
      "hosts/a.nix": '{ extra, ... }:\n{\n  imports = [ extra ];\n  networking.hostName = "a";\n}\n',
    });
    const { "hosts/new.nix": made } = await added(files, {});
    expect(made).toMatch(/^# new.*\n\{ extra, \.\.\. \}:\n\{\n {2}imports = \[ extra \];/);
  });

  test("a folder for each host", async () => {
    const files = workspaceOf({
      "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default ./hosts/a ]; }; };\n}\n`,
      "hosts/a/default.nix":
        '{ lib, ... }:\n{\n  imports = [ ./hardware-configuration.nix ../common.nix ];\n  networking.hostName = "a";\n  system.stateVersion = "24.11";\n}\n',
      "hosts/a/hardware-configuration.nix": "{ boot.kernelModules = [ ]; }\n",
      "hosts/common.nix": '{ time.timeZone = "UTC"; }\n',
    });
    const texts = await added(files, { services: ["chainfire"] });
    expect(Object.keys(texts).sort()).toEqual([
      "flake.nix",
      "hosts/new/default.nix",
      "hosts/new/hardware-configuration.nix",
    ]);
    expect(texts["hosts/new/default.nix"]).toContain("./hardware-configuration.nix\n    ../common.nix");
    expect(texts["hosts/new/hardware-configuration.nix"]).toMatch(/^# Copied from a\. CHANGE/);
  });
});

describe("the three-node example", () => {
  const files = new Map(exampleFiles("three-node"));
  const request = { like: "node1", name: "node4", address: "192.0.2.14" };

  test("a host with services that use what others carry", async () => {
    const texts = await added(files, { ...request, services: ["novanet"] });
    expect(Object.keys(texts).sort()).toEqual(["flake.nix", "hardware/node4.nix", "hosts/node4.nix", "network.nix"]);
    expect(texts["flake.nix"]).toContain('node4 = mkNode "node4" [ ];');
    expect(texts["network.nix"]).toContain('node4 = "192.0.2.14";');
    expect(texts["network.nix"]).toContain('${addresses.node4} = [ "node4" ];');
    expect(texts["hosts/node4.nix"]).toContain('iam = "node1:3000";');
    expect(texts["hosts/node4.nix"]).not.toContain("cluster.nix");
  });

  test("endpoints name the ports that are really listened on", async () => {
    const node1 = files.get("file:///ws/hosts/node1.nix")?.replace("iam = {", "iam = {\n      port = 3333;") ?? "";
    const moved = new Map([...files].map(([uri, text]) => [uri, text.replaceAll("node1:3000", "node1:3333")])).set(
      "file:///ws/hosts/node1.nix",
      node1,
    );
    const texts = await added(moved, { ...request, services: ["novanet"] });
    expect(texts["hosts/node4.nix"]).toContain('iam = "node1:3333";');
  });

  test("a member of the clusters, with the next id, on every member's list", async () => {
    const outcome = await add(files, { ...request, services: ["chainfire", "flaredb"] });
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    expect(outcome.texts.get("file:///ws/hosts/cluster.nix")).toContain(
      '      id = 4;\n      address = "node4:${toString port}";',
    );
    const made = outcome.texts.get("file:///ws/hosts/node4.nix") ?? "";
    expect(made).toContain("chainfire.settings.cluster.nodeId = 4;");
    expect(made).toContain("imports = [ ./cluster.nix ];");
    expect(outcome.even.map(({ service }) => service)).toEqual(["chainfire", "flaredb"]);
    expect(outcome.copied).toEqual(["file:///ws/hardware/node4.nix"]);
  });

  test("a cluster that comes along with a chosen one is joined as well", async () => {
    const outcome = await add(files, { ...request, services: ["flaredb", "lightningstor"] });
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    const made = outcome.texts.get("file:///ws/hosts/node4.nix") ?? "";
    expect(made).toContain("chainfire.settings.cluster.nodeId = 4;");
    expect(made).toContain("flaredb.settings.cluster.nodeId = 4;");
    expect(made).not.toContain("chainfire = {");
    expect(outcome.lone).toEqual([]);
  });

  test("a cluster that every host has from a file further up is joined unasked", async () => {
    const everywhere = new Map(
      [...files].map(([uri, text]) => [
        uri,
        uri.endsWith("/base.nix")
          ? text.replace("{\n", "{\n  imports = [ ./hosts/cluster.nix ];\n")
          : text.replace("  imports = [ ./cluster.nix ];\n\n", ""),
      ]),
    );
    const outcome = await add(everywhere, { ...request, services: ["novanet"] });
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    const made = outcome.texts.get("file:///ws/hosts/node4.nix") ?? "";
    expect(made).toContain("chainfire.settings.cluster.nodeId = 4;");
    expect(made).toContain("flaredb.settings.cluster.nodeId = 4;");
  });

  test("whatever is chosen, every member has an id of its own and is on every member's list", async () => {
    // Every set of clusters, beside none, each and all of the other services.
    const rest = catalogue.filter(({ cluster }) => !cluster).map(({ name }) => name);
    const clusters = [[], ["chainfire"], ["flaredb"], ["chainfire", "flaredb"]];
    const world = scaffoldWorld(files);
    const faults: unknown[] = [];
    for (const services of [[], ...rest.map((name) => [name]), rest].flatMap((others) =>
      clusters.map((some) => [...some, ...others]),
    )) {
      const outcome = await addHost(world, { ...request, services });
      if (outcome.kind !== "done") {
        faults.push({ services, outcome });
        continue;
      }
      const { hosts } = await world.rehearse(outcome.texts);
      const node4 = hosts.find(({ name }) => name === "node4");
      const runs = node4?.deploy.services.map(({ name }) => name) ?? [];
      if (!services.every((service) => runs.includes(service))) faults.push({ services, runs });
      for (const cluster of ["chainfire", "flaredb"]) {
        const members = hosts.flatMap(({ name, deploy }) => {
          const raft = deploy.services.find((service) => service.name === cluster)?.raft;
          return raft ? [{ name, ...raft }] : [];
        });
        const expected = runs.includes(cluster) ? [1, 2, 3, 4] : [1, 2, 3];
        const ids = members.map(({ nodeId }) => nodeId);
        if (ids.join() !== expected.join()) faults.push({ services, cluster, ids });
        for (const member of members) {
          if (member.ids?.join() !== expected.join()) faults.push({ services, cluster, member });
        }
      }
    }
    world.dispose();
    expect(faults).toEqual([]);
  }, 120_000);

  test("with members that cannot be added to, what would be a second member 1 is refused", async () => {
    const computed = new Map(files).set(
      "file:///ws/hosts/cluster.nix",
      `let
  membersAt = port: map (id: { inherit id; address = "node\${toString id}:\${toString port}"; }) [ 1 2 3 ];
in
{
  services.chainfire = { enable = true; openFirewall = true; settings.cluster.peers = membersAt 2380; };
  services.flaredb = { enable = true; openFirewall = true; settings.cluster.peers = membersAt 2480; };
}
`,
    );
    expect(await add(computed, { ...request, services: ["flaredb"] })).toMatchObject({
      kind: "refused",
      reason: "problems",
      problems: [
        "services.chainfire.settings.cluster.nodeId is 1 on node4 as on node1: members of a cluster need ids of their own, here 4.",
        "services.flaredb.settings.cluster.nodeId is 1 on node4 as on node1: members of a cluster need ids of their own, here 4.",
      ],
    });
  });

  test("with Windows line ends", async () => {
    const texts = await added(toCrlf(files), { ...request, services: ["novanet"] });
    expect(Object.values(texts).join("").replaceAll("\r\n", "")).not.toContain("\n");
  });
});

test("a cluster that each member lists for itself", async () => {
  const member = (name: string, id: number) => `{
  networking.hostName = "${name}";
  services.chainfire = {
    enable = true;
    settings.cluster = {
      nodeId = ${id};
      peers = [ { id = 1; address = "a:2380"; } ];
    };
  };
  system.stateVersion = "24.11";
}
`;
  const files = workspaceOf({
    "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations.a = ${system("a")}; };\n}\n`,
    "hosts/a.nix": member("a", 1),
  });
  const outcome = await add(files, { services: ["chainfire"] });
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  expect(outcome.texts.get("file:///ws/hosts/a.nix")).toContain(
    '{ id = 1; address = "a:2380"; } { id = 2; address = "new:2380"; } ]',
  );
  expect(outcome.texts.get("file:///ws/hosts/new.nix")).toMatch(/nodeId = 2;\n.*peers = \[ \{ id = 1; .* id = 2; /);
});

describe("nothing is guessed", () => {
  test("where hosts come of what cannot be seen through", async () => {
    const files = workspaceOf({
      "flake.nix": `{\n  ${inputs}\n  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations = builtins.mapAttrs (_: file: nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default file ]; }) (import ./list.nix); };\n}\n`,
      "list.nix": '{ "a" = ./hosts/a.nix; }\n',
      "hosts/a.nix": host("a"),
    });
    expect(await add(files, {})).toMatchObject({ kind: "refused", reason: "noPlace" });
  });
  test("a plain configuration.nix has no room for another host", async () => {
    const files = workspaceOf({ "configuration.nix": host("ws") });
    expect(await add(files, { like: "ws" })).toMatchObject({ kind: "refused", reason: "noPlace" });
  });
  test("a name that is there, a host that is not", async () => {
    const files = flake(`{ nixosConfigurations = { a = ${system("a")}; b = ${system("b")}; }; }`);
    expect(await add(files, { name: "b" })).toMatchObject({ kind: "refused", reason: "running" });
    expect(await add(files, { like: "c" })).toMatchObject({ kind: "refused", reason: "noHost" });
  });
  test("a file that is there is not written over", async () => {
    const files = new Map([
      ...flake(`{ nixosConfigurations = { a = ${system("a")}; b = ${system("b")}; }; }`),
      ["file:///ws/hosts/new.nix", "{ }\n"],
    ]);
    expect(await add(files, {})).toMatchObject({ kind: "refused", reason: "problems" });
  });
  test("half a flake, or none", async () => {
    for (const text of ["{", "", "{ inputs = { }; }", "{ outputs = { self }: ", "\0"]) {
      const outcome = await add(workspaceOf({ "flake.nix": text, ...hosts }), {});
      expect(outcome.kind).toBe("refused");
    }
  });
  test("what is shown instead is Nix that can be put in", () => {
    const text = hostToAdd(templates, "0new");
    expect(parseNix(text).problems).toEqual([]);
    expect(text).toContain('  nixosConfigurations."0new" = nixpkgs.lib.nixosSystem {\n    modules = [');
    expect(text).toContain("./hosts/0new.nix");
  });
});
