/** New configurations: for every plan that the dialog allows, the hosts that were asked for, and nothing to find. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathKey } from "../../server/src/modules/model/view.ts";
import type { ConfigurationPlan } from "../../server/src/protocol/scaffoldProtocol.ts";
import { newConfiguration, topologies } from "../../server/src/scaffold/create/newConfiguration.ts";
import { evenClusters, withProviders } from "../../server/src/scaffold/create/providers.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { evaluateHosts, has, output, scratch } from "../nix/realNix.ts";
import { analyse, exampleFiles } from "../support/analyse.ts";
import { catalogue, filesOf, planOf, templates } from "../support/scaffold.ts";
import { slow } from "../support/slow.ts";

const names = catalogue.map(({ name }) => name);
const reserved = topologies(templates, catalogue).flatMap((topology) => topology.reserved);

/** Host names as NixOS takes them, Nix's own words and odd ones among them. */
const hostName = fc
  .oneof(
    fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,12}[a-z0-9])?$/),
    fc.constantFrom("in", "let", "rec", "with", "or", "1", "0a", "true", "null", "constructor", "toString", "a-disks"),
    fc.constantFrom("cloud", "core", "node1", "node3", "network", "flake", "hosts", "name", "x".repeat(63)),
  )
  .filter((name) => !reserved.includes(name) && name !== "localhost");

const network = fc.constantFrom(
  { prefixLength: 24, gateway: "192.0.2.1", at: (index: number) => `192.0.2.${index + 10}` },
  { prefixLength: 16, gateway: "10.1.0.1", at: (index: number) => `10.1.2.${index + 3}` },
  { prefixLength: 64, gateway: "fd00:1::1", at: (index: number) => `fd00:1::${index + 2}` },
  { prefixLength: 48, gateway: "2001:db8::1", at: (index: number) => `2001:db8::a${index}` },
);

const plan: fc.Arbitrary<ConfigurationPlan> = fc
  .record({
    topology: fc.constantFrom("single-node", "three-node", "minimal"),
    names: fc.uniqueArray(hostName, { minLength: 1, maxLength: 6 }),
    services: fc.array(fc.subarray(names, { minLength: 0 }), { minLength: 6, maxLength: 6 }),
    network,
    stateVersion: fc.constantFrom("24.11", "25.05"),
  })
  .map(({ topology, names: hosts, services, network: { at, ...rest }, stateVersion }) => ({
    topology,
    ...rest,
    stateVersion,
    hosts: hosts
      .slice(0, topology === "three-node" ? undefined : 1)
      .map((name, index) => ({ name, address: at(index), services: services[index] ?? [] })),
  }))
  .filter(({ hosts }) => hosts.some(({ services }) => services.length > 0));

function findings(analysis: Analysis): string[] {
  return [...analysis.findings].flatMap(([uri, { own, host }]) =>
    [...own, ...host].map(({ code, message }) => `${uri} ${code}: ${message}`),
  );
}

describe("a plan left as it is", () => {
  test.each(["single-node", "minimal"])("gives %s byte for byte", (topology) => {
    expect(filesOf(planOf(topology))).toEqual(exampleFiles(topology));
  });
  test("gives three-node but for the remarks at the top", () => {
    const bare = (files: Map<string, string>) =>
      [...files]
        .map(([uri, text]) => [
          uri,
          text
            .replace(/^(#.*\n)+/, "")
            .split(/\s+/)
            .sort()
            .join(" "),
        ])
        .sort();
    expect(bare(filesOf(planOf("three-node")))).toEqual(bare(exampleFiles("three-node")));
  });
});

const settings = { numRuns: slow.runs(10, 400), seed: slow.seed(20_261_201) };

test(`every plan gives a clean configuration with its hosts, seed ${settings.seed}`, async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (asked) => {
      const files = filesOf(asked);
      const analysis = await analyse(files);
      expect(findings(analysis).filter((text) => !text.includes("cluster-even-members"))).toEqual([]);
      expect(analysis.hosts.map(({ name }) => name).sort()).toEqual(asked.hosts.map(({ name }) => name).sort());
      for (const host of analysis.hosts) {
        expect(host.open).toEqual([]);
        expect(host.stats.serviceUnknowns).toEqual([]);
        const wanted = asked.hosts.find(({ name }) => name === host.name);
        for (const service of names) {
          const enabled = host.values.get(pathKey(["services", service, "enable"]))?.value === "true";
          if (wanted?.services.includes(service)) expect(enabled, `${host.name} runs ${service}`).toBe(true);
        }
      }
    }),
    settings,
  );
});

test("nothing of the example's names and addresses is left", () => {
  fc.assert(
    fc.property(plan, (asked) => {
      const text = [...filesOf(asked).values()].join("\n").replaceAll(/github:\S+/g, "");
      for (const name of ["cloud", "core", "node1", "node2", "node3"]) {
        if (asked.hosts.some((host) => host.name.includes(name))) continue;
        expect(text).not.toMatch(new RegExp(`\\b${name}\\b`));
      }
      if (!asked.gateway.startsWith("192.0.2.")) expect(text).not.toContain("192.0.2.");
      expect(text).toContain("CHANGE");
    }),
    { numRuns: slow.runs(100, 2_000), seed: settings.seed },
  );
});

test("a cluster of an even number of members is told of", () => {
  const { hosts } = planOf("three-node");
  expect(evenClusters(hosts, catalogue)).toEqual([]);
  expect(evenClusters(hosts.slice(1), catalogue)).toEqual([
    { service: "chainfire", members: ["node2", "node3"] },
    { service: "flaredb", members: ["node2", "node3"] },
  ]);
});

test("what nobody carries is put on the first host that needs it, with its own needs", () => {
  const bare = [
    { name: "a", services: [] },
    { name: "b", services: ["novanet"] },
    { name: "c", services: ["chainfire"] },
  ];
  expect(withProviders(bare, catalogue).map(({ services }) => services)).toEqual([
    [],
    ["flaredb", "iam", "novanet"],
    ["chainfire"],
  ]);
});

describe.skipIf(!has("nix-instantiate"))("with the real Nix", () => {
  const write = (asked: ConfigurationPlan): string => {
    const folder = scratch("configuration");
    for (const { path, text } of newConfiguration(templates, catalogue, asked)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  test("every file parses", () => {
    const plans = fc.sample(plan, { numRuns: slow.runs(3, 40), seed: slow.seed(7) });
    for (const asked of plans) {
      const folder = write(asked);
      const paths = newConfiguration(templates, catalogue, asked).map(({ path }) => join(folder, path));
      for (const path of paths) output("nix-instantiate", ["--parse", path]);
    }
  });
  test("the flakes have the hosts", () => {
    for (const asked of fc.sample(plan, { numRuns: slow.runs(2, 20), seed: slow.seed(11) })) {
      expect(evaluateHosts(write(asked))).toEqual(asked.hosts.map(({ name }) => name).sort());
    }
  });
});
