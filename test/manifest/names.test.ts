/** One exported name has one meaning in the whole tree, and no two files of a layer are called the same. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = ["server/src", "client/src"].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
);

/** What stands under one key more than once, each with where it stands. */
function twice(entries: readonly (readonly [key: string, path: string])[]): string[] {
  const byKey = new Map<string, Set<string>>();
  for (const [key, path] of entries) byKey.set(key, (byKey.get(key) ?? new Set()).add(path));
  return [...byKey].filter(([, paths]) => paths.size > 1).map(([key, paths]) => `${key}: ${[...paths].join(", ")}`);
}

const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:abstract )?(?:async )?(?:interface|type|function\*?|const|let|class) (\w+)/gm)].map(
    ([, name = ""]) => name,
  );

test("exported names", () => {
  const entries = files.flatMap((path) =>
    exportsOf(readFileSync(`${root}${path}`, "utf8")).map((name) => [name, path] as const),
  );
  expect(entries.length).toBeGreaterThan(1_000);
  expect(twice(entries)).toEqual([]);
});

test("names of files in a layer", () => {
  const entries = files
    .filter((path) => path.startsWith("server/"))
    .map((path) => [`${path.split("/")[2]} ${path.split("/").at(-1)}`, path] as const);
  expect(twice(entries)).toEqual([]);
});

test("a name that stands twice is found", () => {
  const name = "export interface Plan {";
  expect(twice([...exportsOf(name).map((one) => [one, "a.ts"] as const), ["Plan", "b.ts"]])).toEqual([
    "Plan: a.ts, b.ts",
  ]);
});
