/** The part of the lock file that is audited. */
import { expect, test } from "vitest";
import { shippedLock } from "../../scripts/tools/shippedLock.mjs";

const lock = {
  lockfileVersion: 3,
  packages: {
    "": { version: "1.0.0" },
    "node_modules/a": { version: "1.2.3", dev: true, license: "MIT", dependencies: { b: "^1.0.0" } },
    "node_modules/a/node_modules/b": { version: "1.0.0", dev: true },
    "node_modules/unused": { version: "9.0.0", dev: true },
  },
};

test("what ships alone, as needed in production", () => {
  expect(shippedLock(lock, ["node_modules/a", "node_modules/a/node_modules/b"])).toEqual({
    name: "shipped",
    version: "0.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "shipped", version: "0.0.0", private: true, dependencies: { a: "1.2.3" } },
      "node_modules/a": { version: "1.2.3", license: "MIT" },
      "node_modules/a/node_modules/b": { version: "1.0.0" },
    },
  });
});

test("what ships must be locked", () => {
  expect(() => shippedLock(lock, ["node_modules/c"])).toThrow("node_modules/c ships and is not in the lock file");
});
