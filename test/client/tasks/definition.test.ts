import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { expect, test } from "vitest";
import { isProblem, outputOf, readDefinition, taskName } from "../../../client/src/tasks/definition.ts";

const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8"));
const { properties, required } = manifest.contributes.taskDefinitions[0];
const inManifest = new Ajv({ strict: false }).compile({ type: "object", properties, required });

test.each<[object, string]>([
  [{ action: "build" }, "build default"],
  [{ action: "build", package: "iam-server" }, "build iam-server"],
  [{ action: "build", host: "node1" }, "build node1"],
  [{ action: "build", host: "node1", output: "toplevel" }, "build node1"],
  [{ action: "build", host: "node1", output: "vm", flake: "nix/x" }, "build node1 (vm) in nix/x"],
  [{ action: "build", host: "node1", output: "image:iso", args: ["-L"] }, "build node1 (image iso)"],
  [{ action: "check" }, "check"],
  [{ action: "update", flake: "nix" }, "update in nix"],
  [{ action: "lock" }, "lock"],
  [{ action: "show" }, "show"],
  [{ action: "develop" }, "develop default"],
  [{ action: "develop", package: "ci" }, "develop ci"],
])("%j is a task, called %s", (definition, name) => {
  const read = readDefinition({ type: "plasmacloud", ...definition });
  expect(isProblem(read) ? read : taskName(read)).toBe(name);
  expect(inManifest(definition)).toBe(true);
});

test.each<[object, object]>([
  [{}, { property: "action" }],
  [{ action: "deploy" }, { property: "action" }],
  [{ action: "build", package: 3 }, { property: "package" }],
  [{ action: "build", host: "a", output: "iso" }, { property: "output" }],
  [{ action: "check", args: ["-L", 1] }, { property: "args.1" }],
])("%j is refused, by the manifest's schema too", (definition, problem) => {
  expect(readDefinition({ type: "plasmacloud", ...definition })).toEqual(problem);
  expect(inManifest(definition)).toBe(false);
});

test.each<[object, object]>([
  [{ action: "build", host: "a", package: "b" }, { together: ["package", "host"] }],
  [{ action: "build", output: "vm" }, { property: "host" }],
  [{ action: "check", host: "a" }, { together: ["action", "host"] }],
  [{ action: "lock", package: "a" }, { together: ["action", "package"] }],
])("%j does not go together", (definition, problem) => {
  expect(readDefinition({ type: "plasmacloud", ...definition })).toEqual(problem);
});

test("the schema of the manifest names the same properties", () => {
  const read = readDefinition({
    type: "plasmacloud",
    action: "build",
    host: "a",
    output: "vm",
    flake: "f",
    args: [],
    other: 1,
  });
  expect([...Object.keys(read), "package"].sort()).toEqual(["type", ...Object.keys(properties)].sort());
});

test("the output that a task is about", () => {
  const build = { type: "plasmacloud", action: "build" } as const;
  const about = (rest: object) => outputOf({ ...build, ...rest }, "x86_64-linux");
  expect(about({ host: "node1", output: "vm" })).toEqual(["nixosConfigurations", "node1"]);
  expect(about({ package: "iam-server" })).toEqual(["packages", "x86_64-linux", "iam-server"]);
  expect(about({ package: "legacyPackages.x86_64-linux.a" })).toBeNull();
  expect(about({ action: "develop", package: "a" })).toBeNull();
  expect(about({})).toBeNull();
});
