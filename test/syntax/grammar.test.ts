import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseNix } from "../support/syntax.ts";

const file = (path: string): URL => new URL(`../../${path}`, import.meta.url);

test("the committed grammar is the one its checksum names", () => {
  const sum = createHash("sha256")
    .update(readFileSync(file("server/grammar/tree-sitter-nix.wasm")))
    .digest("hex");
  expect(readFileSync(file("server/grammar/tree-sitter-nix.wasm.sha256"), "utf8")).toBe(
    `${sum}  tree-sitter-nix.wasm\n`,
  );
});

test("every Nix file of the platform parses", () => {
  const paths = readdirSync(file("nix"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".nix"));
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) {
    const parsed = parseNix(readFileSync(file(`nix/${path}`), "utf8"));
    expect(parsed.problems, path).toEqual([]);
    expect(parsed.root, path).not.toBeNull();
  }
});

test.each(["~/${x}", "~/a/${x}", "~/${x}/b", "~/${x}${y}.nix", "[ ~/${x} ~/a ]"])("%s is a path", (path) => {
  const parsed = parseNix(`x: y: ${path}`);
  expect(parsed.problems).toEqual([]);
  expect(parsed.root).not.toBeNull();
});

test("a home folder without anything below it is none", () => {
  expect(parseNix("x: ~/").problems).not.toEqual([]);
});
