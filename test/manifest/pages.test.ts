/** ARCHITECTURE, CONTRIBUTING and the decisions say only what is so: paths, names of scripts, counts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ruleTable } from "../../server/src/rules/registry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (path: string): string => readFileSync(`${root}${path}`, "utf8");
const scripts: Record<string, string> = JSON.parse(text("package.json")).scripts;
const layerRules: readonly { name: string; from: { path: string } }[] = createRequire(import.meta.url)(
  `${root}.dependency-cruiser.cjs`,
).forbidden;
const decisions = readdirSync(`${root}docs/decisions`).map((name) => `docs/decisions/${name}`);
const pages = ["ARCHITECTURE.md", "CONTRIBUTING.md", ...decisions];

/** What stands in backticks, whole or as a line of a block. */
function codeOf(page: string): string[] {
  const blocks = [...page.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...page.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans];
}

/** Paths from the root: what is written as one, but for placeholders in capitals and patterns. */
function pathsOf(page: string): string[] {
  return codeOf(page).filter((code) => {
    if (/[\s()*$~<>:]|[A-Z]{3}/.test(code.replace(/[A-Z]+\.md$/, ""))) return false;
    return (
      /^(server|client|test|scripts|docs|nix|schemas|snippets|dist)\//.test(code) ||
      /\.(ts|mjs|cjs|md|json|txt)$/.test(code)
    );
  });
}

/** What a page counts, in the words in which it does, and how many there are. */
const counts: readonly (readonly [RegExp, (...groups: string[]) => number])[] = [
  [/\b(\d+) files in `([\w/]+)`/g, (folder = "") => readdirSync(`${root}${folder}`).length],
  [
    /\bthese (\d+) layers\b/g,
    () => layerRules.filter(({ name }) => /^[a-z]+-imports-only-earlier-layers$/.test(name)).length + 1,
  ],
  [/\bthe (\d+) rules\b/g, () => ruleTable.size],
];

describe.each(pages)("%s", (path) => {
  const page = text(path);
  test("its paths are there", () => {
    const missing = pathsOf(page).filter((one) => !one.startsWith("dist/") && !existsSync(root + one));
    expect(missing).toEqual([]);
  });
  test("its links lead somewhere", () => {
    const folder = path.replace(/[^/]+$/, "");
    const links = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(root + folder + link))).toEqual([]);
  });
  test("its scripts can be run", () => {
    const named = [...page.matchAll(/`?npm (?:run )?([a-z][\w:]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => scripts[name] === undefined && name !== "ci")).toEqual([]);
  });
  test("its counts are right", () => {
    for (const [pattern, count] of counts)
      for (const [sentence, said, ...groups] of page.matchAll(pattern))
        expect(Number(said), sentence).toBe(count(...groups));
  });
});

test("ARCHITECTURE counts layers, rules and entries, and links every decision", () => {
  const page = text("ARCHITECTURE.md");
  for (const [pattern] of counts) expect(page).toMatch(new RegExp(pattern.source));
  expect(decisions.filter((path) => !page.includes(`](${path})`))).toEqual([]);
});

test("its map has every layer and every room", () => {
  const page = text("ARCHITECTURE.md");
  const row = (layer: string): string => page.split("\n").find((line) => line.startsWith(`| \`${layer}\` |`)) ?? "";
  for (const layer of readdirSync(`${root}server/src`)) {
    expect(row(layer), layer).not.toBe("");
    const rooms = readdirSync(`${root}server/src/${layer}`, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    for (const { name } of rooms) expect(row(layer), `${layer}/${name}`).toMatch(new RegExp(`\`${name}/?\``));
  }
});

test("the order of rooms names every room that there is, and none besides", () => {
  const ruled = layerRules.flatMap(
    ({ name }) => /^((?:server|client)\/.*)-imports-only-earlier-rooms$/.exec(name)?.[1] ?? [],
  );
  const there = [...new Set(ruled.map((room) => room.replace(/\/[^/]+$/, "")))].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${folder}/${entry.name}`),
  );
  expect([...ruled].sort()).toEqual(there.sort());
});

test("a page that lies is found out", () => {
  expect(pathsOf("See `server/src/rules/table.ts`, `server/src/rules/RULE.ts` and `a => b`.")).toEqual([
    "server/src/rules/table.ts",
  ]);
  expect(existsSync(`${root}server/src/rules/table.ts`)).toBe(false);
});
