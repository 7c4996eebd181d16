/** A rule is one file, one test file and one row: all three are there, by the same name. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ruleTable } from "../../server/src/rules/registry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = ["syntax", "host", "fleet"].flatMap((room) =>
  readdirSync(`${root}server/src/rules/${room}`).map((name) => `server/src/rules/${room}/${name}`),
);
const baseName = (path: string): string => path.replace(/^.*\//, "").replace(/\.ts$/, "");
const codesIn = (path: string): string[] =>
  [...readFileSync(`${root}${path}`, "utf8").matchAll(/^ {2}code: "([a-z-]+)",$/gm)].map(([, code = ""]) => code);

test("every rule's file has its row, and every row its file", () => {
  expect(files.flatMap(codesIn).sort()).toEqual([...ruleTable.keys()].sort());
});

test("a file is called as its first rule", () => {
  const names = files.map((path) => codesIn(path)[0]?.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  expect(names).toEqual(files.map(baseName));
});

test.each(files)("%s has a test file, which names each of its codes", (path) => {
  const text = readFileSync(`${root}test/rules/${baseName(path)}.test.ts`, "utf8");
  for (const code of codesIn(path)) expect(text).toContain(code);
});

test.each([...ruleTable.values()])("$code is explained", ({ summary, documentation }) => {
  expect(summary).toMatch(/^[A-Z].*\.$/);
  expect(documentation.trim()).not.toBe("");
});
