import { expect, test } from "vitest";
import { taskName } from "../../../client/src/tasks/definition.ts";
import { currentSystem, offeredTasks } from "../../../client/src/tasks/offers.ts";

const system = "x86_64-linux";
const facts = {
  packages: [
    { system: "aarch64-linux", names: ["other"] },
    { system, names: ["a", "b.c", 'quo"te'] },
  ],
  devShells: [{ system, names: ["default", "ci"] }],
  hosts: ["node1", "node2"],
};
const whole = ["check", "update", "lock", "show"];

test("packages of this machine, hosts, the flake as a whole, shells", () => {
  const offered = offeredTasks({ facts, images: new Map([["node2", ["iso"]]]) }, system, null);
  expect(offered.map(taskName)).toEqual([
    "build a",
    'build "b.c"',
    "build node1",
    "build node1 (vm)",
    "build node2",
    "build node2 (vm)",
    "build node2 (image iso)",
    ...whole,
    "develop default",
    "develop ci",
  ]);
  expect(offered.every((task) => !("flake" in task))).toBe(true);
});

test("a flake below the workspace folder, whose packages are for other machines", () => {
  const offered = offeredTasks({ facts: { ...facts, hosts: [] }, images: new Map() }, "aarch64-darwin", "sub");
  expect(offered.map(taskName)).toEqual([
    "build packages.aarch64-linux.other in sub",
    "build packages.x86_64-linux.a in sub",
    'build packages.x86_64-linux."b.c" in sub',
    ...whole.map((action) => `${action} in sub`),
  ]);
});

test("a flake of which nothing is known", () => {
  const none = { packages: [], devShells: [], hosts: [] };
  expect(offeredTasks({ facts: none, images: new Map() }, system, null).map(taskName)).toEqual(whole);
});

test.each([
  ["linux", "x64", "x86_64-linux"],
  ["darwin", "arm64", "aarch64-darwin"],
  ["linux", "loong64", "loong64-linux"],
])("on %s, %s: %s", (platform, architecture, expected) => {
  expect(currentSystem(platform, architecture)).toBe(expected);
});
