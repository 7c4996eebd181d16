import { expect, test } from "vitest";
import { readFlakeShow, readNames, withShown } from "../../../client/src/tasks/flakeShow.ts";

const derivation = { type: "derivation", name: "x-1.0" };

test("what flake show prints", () => {
  const json = JSON.stringify({
    packages: { "x86_64-linux": { b: derivation, a: derivation }, "aarch64-linux": {} },
    devShells: { "x86_64-linux": { default: derivation } },
    nixosConfigurations: { node1: { type: "nixos-configuration" } },
    overlays: { default: { type: "nixpkgs-overlay" } },
  });
  expect(readFlakeShow(json)).toEqual({
    packages: [{ system: "x86_64-linux", names: ["b", "a"] }],
    devShells: [{ system: "x86_64-linux", names: ["default"] }],
    hosts: ["node1"],
  });
});

test.each(["", "{", "null", "3"])("%j is nothing known", (json) => {
  expect(readFlakeShow(json)).toBeNull();
  expect(readNames(json)).toEqual([]);
});

test("parts of another shape are nothing, the rest counts", () => {
  const json = JSON.stringify({ packages: { "x86_64-linux": 3 }, nixosConfigurations: { a: 1 }, version: 2 });
  expect(readFlakeShow(json)).toEqual({ packages: [], devShells: [], hosts: ["a"] });
});

test("names of images", () => {
  expect(readNames('["iso","raw"]')).toEqual(["iso", "raw"]);
  expect(readNames("[1]")).toEqual([]);
});

test("what Nix says comes to what we know", () => {
  const ours = { packages: [{ system: "s", names: ["b"] }], devShells: [], hosts: ["one"], complete: false };
  const theirs = {
    packages: [
      { system: "s", names: ["a", "b"] },
      { system: "t", names: ["c"] },
    ],
    devShells: [{ system: "s", names: ["default"] }],
    hosts: ["one", "two"],
  };
  expect(withShown(ours, theirs)).toEqual({
    packages: [
      { system: "s", names: ["a", "b"] },
      { system: "t", names: ["c"] },
    ],
    devShells: [{ system: "s", names: ["default"] }],
    hosts: ["one", "two"],
    complete: false,
  });
});
