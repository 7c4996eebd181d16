/** Which context keys hold in which state of the extension. */
import { expect, test } from "vitest";
import { contextFacts } from "../../client/src/contextFacts.ts";

const host = { name: "node1", open: [], errors: 0 };
const holding = (facts: Parameters<typeof contextFacts>[0]): string[] =>
  Object.entries(contextFacts(facts))
    .filter(([, value]) => value)
    .map(([key]) => key.replace("plasmacloud.", ""))
    .sort();

test.each([
  ["nothing runs and nothing is trusted", { status: null, trusted: false }, []],
  ["a server that has stopped leaves trust", { status: null, trusted: true }, ["trusted"]],
  ["a folder without Nix", { status: { hosts: [], flakes: [] }, trusted: true }, ["running", "trusted"]],
  ["a flake without hosts", { status: { hosts: [], flakes: ["file:///x"] }, trusted: false }, ["hasFlake", "running"]],
  ["a plain configuration.nix", { status: { hosts: [host], flakes: [] }, trusted: false }, ["hasHosts", "running"]],
  [
    "a host with an error",
    { status: { hosts: [host, { ...host, errors: 1 }], flakes: ["file:///x"] }, trusted: true },
    ["hasErrors", "hasFlake", "hasHosts", "running", "trusted"],
  ],
])("%s", (_, facts, expected) => {
  expect(holding(facts)).toEqual(expected);
});
