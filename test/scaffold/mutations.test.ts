/** Whatever state a configuration is in: a change that is handed out does no harm, and everything else is refused. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addHost } from "../../server/src/scaffold/addHost.ts";
import { addService } from "../../server/src/scaffold/addService.ts";
import { enableMissing } from "../../server/src/scaffold/enableMissing.ts";
import type { Texts } from "../../server/src/scaffold/rehearsal.ts";
import { exampleFiles } from "../support/analyse.ts";
import { catalogue, expectHarmless, scaffoldWorld, toCrlf } from "../support/scaffold.ts";
import { slow } from "../support/slow.ts";

const examples = ["single-node", "three-node", "minimal"].map((name) => new Map(exampleFiles(name)));

interface Mutation {
  readonly line: number;
  readonly kind: "remove" | "double" | "cut" | "off" | "port";
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  line: fc.nat(),
  kind: fc.constantFrom("remove", "double", "cut", "off", "port"),
});

/** One line of one file of the hosts, taken out, doubled, cut short, switched off, or given a port that is taken. */
function mutated(files: ReadonlyMap<string, string>, { line, kind }: Mutation): Map<string, string> {
  const uris = [...files.keys()].filter((uri) => /hosts\/|flake/.test(uri));
  const uri = uris[line % uris.length] ?? "";
  const lines = (files.get(uri) ?? "").split("\n");
  const at = line % lines.length;
  const text = lines[at] ?? "";
  const changed: Record<Mutation["kind"], string[]> = {
    remove: [],
    double: [text, text],
    cut: [text.slice(0, text.length / 2)],
    off: [text.replace("true", "false")],
    port: [text.replace("enable = true;", "enable = true; port = 4000;")],
  };
  lines.splice(at, 1, ...changed[kind]);
  return new Map(files).set(uri, lines.join("\n"));
}

const change = fc.record({
  files: fc.constantFrom(...examples),
  mutations: fc.array(mutation, { maxLength: 2 }),
  crlf: fc.boolean(),
  service: fc.constantFrom(...catalogue.map(({ name }) => name)),
  index: fc.nat({ max: 2 }),
  what: fc.constantFrom("service", "host", "missing"),
});

const settings = { numRuns: slow.runs(16, 300), seed: slow.seed(5) };

test(`a change does no harm, or is not made, seed ${settings.seed}`, async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(change, async ({ files: example, mutations, crlf, service, index, what }) => {
      const broken = mutations.reduce(mutated, example);
      const files = crlf ? toCrlf(broken) : broken;
      const world = scaffoldWorld(files);
      const { hosts } = await world.rehearse(new Map());
      const label = hosts[index % Math.max(1, hosts.length)]?.label ?? "node1";
      let texts: Texts = new Map();
      if (what === "missing") texts = (await enableMissing(world, null)).texts;
      else if (what === "service") {
        const answers = new Map(
          catalogue.map(({ name }) => [name, index === 0 ? [] : hosts.map((host) => host.label)]),
        );
        const added = await addService(world, { host: label, service, answers });
        if (added.kind === "done") texts = added.texts;
      } else {
        const added = await addHost(world, { like: label, name: "added", address: "192.0.2.77", services: [service] });
        if (added.kind === "done") texts = added.texts;
      }
      world.dispose();
      if (texts.size > 0) made++;
      await expectHarmless(files, texts, "cluster-even-members");
    }),
    settings,
  );
  expect(made).toBeGreaterThan(settings.numRuns / 50);
});
