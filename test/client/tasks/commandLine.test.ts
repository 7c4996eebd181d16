import { expect, test } from "vitest";
import { installable, nixArguments } from "../../../client/src/tasks/commandLine.ts";
import type { NixTask } from "../../../client/src/tasks/definition.ts";

const task = (rest: Omit<NixTask, "type">): NixTask => ({ type: "plasmacloud", ...rest });

test.each<[Omit<NixTask, "type">, string | null]>([
  [{ action: "build" }, "."],
  [{ action: "build", package: "iam-server" }, ".#iam-server"],
  [{ action: "build", package: "packages.x86_64-linux.a" }, ".#packages.x86_64-linux.a"],
  [{ action: "build", package: '"50%"' }, '.#"50%25"'],
  [{ action: "build", host: "node1" }, ".#nixosConfigurations.node1.config.system.build.toplevel"],
  [{ action: "build", host: "a.b", output: "vm" }, '.#nixosConfigurations."a.b".config.system.build.vm'],
  [
    { action: "build", host: "a", output: "image:raw-efi" },
    ".#nixosConfigurations.a.config.system.build.images.raw-efi",
  ],
  [{ action: "develop", package: "ci" }, ".#ci"],
  [{ action: "check" }, null],
])("%j is about %s", (definition, expected) => {
  expect(installable(task(definition))).toBe(expected);
});

test("flags stand behind the subcommand, the task's own arguments last, one by one", () => {
  const flags = ["--extra-experimental-features", "nix-command flakes"];
  const args = ["--option", "sandbox", "false", "$(rm -rf /)"];
  expect(nixArguments(task({ action: "build", package: "a", args }), flags)).toEqual([
    "build",
    ...flags,
    ".#a",
    ...args,
  ]);
  expect(nixArguments(task({ action: "update" }), flags)).toEqual(["flake", "update", ...flags]);
  expect(nixArguments(task({ action: "build" }), [])).toEqual(["build"]);
});
