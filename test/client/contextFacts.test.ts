/** Which context keys hold in which state of the extension. */
import { expect, test } from "vitest";
import { contextFacts } from "../../client/src/workbench/contextFacts.ts";

const host = { name: "node1", open: [], errors: 0 };
const holding = (status: Parameters<typeof contextFacts>[0]): string[] =>
  Object.entries(contextFacts(status))
    .filter(([, value]) => value)
    .map(([key]) => key.replace("plasmacloud.", ""))
    .sort();

test.each([
  ["nothing runs", null, []],
  ["a folder without Nix", { hosts: [], flakes: [] }, []],
  ["a flake without hosts", { hosts: [], flakes: ["file:///x"] }, ["hasFlake"]],
  ["a plain configuration.nix", { hosts: [host], flakes: [] }, ["hasHosts"]],
  [
    "a host with an error",
    { hosts: [host, { ...host, errors: 1 }], flakes: ["file:///x"] },
    ["hasErrors", "hasFlake", "hasHosts"],
  ],
])("%s", (_, status, expected) => {
  expect(holding(status)).toEqual(expected);
});
