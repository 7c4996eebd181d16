/** What the tools print, hostile bytes included. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isColmenaSuccess,
  lastLines,
  readColmenaLine,
  readSystemPath,
  readUnitChanges,
} from "../../../client/src/deploy/engine/toolOutput.ts";

const system = `/nix/store/${"b".repeat(32)}-nixos-system-node1-25.11`;

test("the units that an activation would touch", () => {
  const lines = [
    "building the system configuration...",
    "would stop the following units: chainfire.service, old.socket",
    "would NOT stop the following changed units: getty@tty1.service",
    "would restart systemd",
    "\x1b[1mwould restart the following units: nginx.service, iam.service\x1b[0m",
    "would start the following units: chainfire.service",
    "would reload the following units: dbus.service",
  ];
  expect(readUnitChanges(lines)).toEqual({
    stop: ["chainfire.service", "old.socket"],
    keep: ["getty@tty1.service"],
    restart: ["iam.service", "nginx.service"],
    start: ["chainfire.service"],
    reload: ["dbus.service"],
    restartsSystemd: true,
  });
  expect(readUnitChanges(["building the system configuration..."])).toBeNull();
});

test("the path of the system", () => {
  expect(readSystemPath(["a", `Done. The new configuration is ${system}`, ""])).toBe(system);
  expect(readSystemPath([system])).toBe(system);
  expect(readSystemPath(["warning: x", `[{"drvPath":"${system}.drv","outputs":{"out":"${system}"}}]`])).toBe(system);
  expect(readSystemPath([`${system}.drv`, "error: x"])).toBeNull();
  expect(readSystemPath(["Done. The new configuration is /nix/store/../../bin/sh"])).toBeNull();
});

test("colmena's lines are of the node at their bar", () => {
  const nodes = ["a", "node10"];
  expect(readColmenaLine("    a | Pushed system closure", nodes)).toEqual({ node: "a", text: "Pushed system closure" });
  expect(readColmenaLine("\x1b[1mnode10\x1b[0m | x | y", nodes)).toEqual({ node: "node10", text: "x | y" });
  expect(readColmenaLine("other | x", nodes)).toBeNull();
  expect(readColmenaLine("      | All done!", nodes)).toBeNull();
  expect(isColmenaSuccess("Activation successful")).toBe(true);
  expect(isColmenaSuccess("Activation failed: Child process exited with error code: 4")).toBe(false);
});

test("the last lines", () => {
  expect(lastLines(["a", "", "\x1b]0;title\x07b\x1b[2J", "c  "], 2)).toEqual(["b", "c"]);
});

test("nothing that is printed makes reading fail, or gets control characters through", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 60 }), { maxLength: 6 }), (lines) => {
      readUnitChanges(lines);
      readUnitChanges(lines.map((line) => `would stop the following units: ${line}`));
      readSystemPath(lines);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
      expect(lastLines(lines).join("")).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
    }),
    { numRuns: 500, seed: 5 },
  );
});
