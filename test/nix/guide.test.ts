/**
 * docs/deployment/bare-metal.md: its Nix blocks are known and clean, those that show a file of an example are that
 * file, and its tables say what the registry says.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse, exampleFiles } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";
import { readRegistry } from "./registry.ts";

const guide = readFileSync(new URL("../../docs/deployment/bare-metal.md", import.meta.url), "utf8");
const registry = readRegistry();

interface Block {
  readonly workspace: string;
  readonly path: string;
  readonly text: string;
}

/** Each Nix block stands below `<!-- nix: WORKSPACE PATH -->`. */
const blocks: readonly Block[] = [...guide.matchAll(/^<!-- nix: (\S+) (\S+) -->\n```nix\n(.*?)^```$/gms)].map(
  ([, workspace = "", path = "", text = ""]) => ({ workspace, path, text }),
);

/** The workspaces of the guide: the example that each starts from, and the hosts it has in the end. */
const workspaces = [
  { name: "single-node", example: "single-node", hosts: ["cloud"] },
  { name: "sources", example: "single-node", hosts: ["cloud"] },
  { name: "three-node", example: "three-node", hosts: ["node1", "node2", "node3", "storage"] },
  { name: "core-workers", example: "minimal", hosts: ["core", "worker1", "worker2"] },
] as const;

test("every Nix block says which file it is", () => {
  expect(blocks.length).toBe(guide.match(/^```nix$/gm)?.length);
  expect([...new Set(blocks.map(({ workspace }) => workspace))].sort()).toEqual(
    workspaces.map(({ name }) => name).sort(),
  );
});

test("blocks that show a file of an example are that file", () => {
  for (const { name, example } of workspaces.filter((workspace) => workspace.name === workspace.example)) {
    const files = exampleFiles(example);
    for (const { workspace, path, text } of blocks) {
      const file = workspace === name ? files.get(`file:///ws/${path}`) : undefined;
      if (file !== undefined) expect(text, path).toBe(file);
    }
  }
});

describe.each(workspaces)("$name", ({ name, example, hosts }) => {
  const own = blocks.filter(({ workspace }) => workspace === name);

  test("is known and clean", async () => {
    const files = exampleFiles(example);
    for (const { path, text } of own) files.set(`file:///ws/${path}`, text);
    const { hosts: views, findings } = await analyse(files);
    expect(views.map((view) => view.name).sort()).toEqual(hosts);
    expect(views.flatMap(({ open }) => open)).toEqual([]);
    expect(views.flatMap(({ stats }) => stats.serviceUnknowns)).toEqual([]);
    expect([...findings.keys()].flatMap((uri) => findingsOf({ findings }, uri))).toEqual([]);
  });
});

test("the table of ports is the registry's", () => {
  let service = "";
  const rows = tableOf("ports").map(([name = "", option, port, protocols, needs]) => {
    const isFirst = name !== "";
    if (isFirst) service = name;
    return [service, option, port, protocols, isFirst ? needs : null];
  });
  const expected = Object.entries(registry.services).flatMap(([name, { ports, needs }]) =>
    Object.entries(ports).map(([option, { default: port, protocols }]) => [
      name,
      `\`${option}\``,
      String(port),
      protocols.join(", "),
      option !== "port" ? null : needs.join(", ") || "–",
    ]),
  );
  expect(rows.sort()).toEqual(expected.sort());
});

test("the table of folders has every service", () => {
  const expected = Object.keys(registry.services).map((name) => [name, `\`${name}\``, `\`/var/lib/${name}\``]);
  expect(tableOf("folders").sort()).toEqual(expected.sort());
});

test("the table of health checks is the registry's", () => {
  const { path, answer } = registry.health;
  const expected = Object.entries(registry.services).map(([name, { ports }]) => [
    name,
    `\`curl http://127.0.0.1:${ports["port"]?.default}${path}\``,
    `\`${answer.replace("@name@", name)}\``,
  ]);
  expect(tableOf("health").sort()).toEqual(expected.sort());
});

test("the flake's address is the registry's", () => {
  const addresses = [...guide.matchAll(/github:yourorg\/plasmacloud[^"'`\s]*/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(new Set([registry.flakeUrl]));
});

/** The rows below `<!-- table: NAME -->`, without head and rule. */
function tableOf(name: string): string[][] {
  const [, after = ""] = guide.split(`<!-- table: ${name} -->\n`);
  const [table = ""] = after.split("\n\n");
  const rows = table.split("\n").slice(2);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
