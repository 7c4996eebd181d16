/** The snippets of the language: put in with their defaults where they belong, each parses. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseNix } from "../support/syntax.ts";

const snippets: Readonly<Record<string, { readonly prefix: string; readonly body: readonly string[] }>> = JSON.parse(
  readFileSync(new URL("../../snippets/language.json", import.meta.url), "utf8"),
);

/** Bindings stand in a set, `let` and a function have a body behind them, the others are expressions. */
const around: Readonly<Record<string, (text: string) => string>> = {
  option: (text) => `{\n${text}\n}`,
  service: (text) => `{\n${text}\n}`,
  let: (text) => `${text}1`,
  function: (text) => `${text}1`,
};

test("there is one for each form", () => {
  const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
  expect(prefixes).toEqual(["module", "option", "mkIf", "let", "function", "flake", "overlay", "service"]);
});

test.each(Object.values(snippets))("$prefix parses", ({ prefix, body }) => {
  const text = body
    .join("\n")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$\d+/g, "");
  expect(text).not.toContain("$");
  expect(parseNix((around[prefix] ?? String)(text)).problems).toEqual([]);
});
