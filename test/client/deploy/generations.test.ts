/** Generations, as JSON and as the links of the profile. */
import { expect, test } from "vitest";
import { readGenerationsJson, readProfileLinks } from "../../../client/src/deploy/engine/generations.ts";

test("as nixos-rebuild lists them", () => {
  const json = JSON.stringify([
    {
      generation: 41,
      date: "2025-11-20T10:00:00",
      nixosVersion: "25.05.2",
      kernelVersion: "6.12.1",
      configurationRevision: "",
      specialisations: [],
      current: false,
    },
    { generation: 42, date: "2025-11-24T10:00:00", configurationRevision: "abc", specialisation: null, current: true },
  ]);
  expect(readGenerationsJson(json)).toEqual([
    {
      number: 42,
      date: "2025-11-24T10:00:00",
      nixosVersion: null,
      kernelVersion: null,
      revision: "abc",
      isCurrent: true,
    },
    {
      number: 41,
      date: "2025-11-20T10:00:00",
      nixosVersion: "25.05.2",
      kernelVersion: "6.12.1",
      revision: null,
      isCurrent: false,
    },
  ]);
});

test("an older one prints something else", () => {
  expect(readGenerationsJson("Generation  Build-date\n42 current")).toBeNull();
  expect(readGenerationsJson('{"generation":1}')).toBeNull();
  expect(readGenerationsJson("")).toBeNull();
});

test("as links", () => {
  const listing = `total 12
lrwxrwxrwx 1 root root 40 2025-11-01 10:00:00.123456789 +0000 default -> /nix/var/nix/profiles/per-user/root/x
drwxr-xr-x 3 root root 4096 2025-11-01 10:00:00.000000000 +0000 per-user
lrwxrwxrwx 1 root root 14 2025-11-24 10:00:01.000000000 +0000 system -> system-9-link
lrwxrwxrwx 1 root root 90 2025-11-24 10:00:00.000000000 +0000 system-10-link -> /nix/store/${"a".repeat(32)}-nixos-system-node-1-25.05.20250801.abc
lrwxrwxrwx 1 root root 90 2025-11-20 10:00:00.000000000 +0000 system-9-link -> /nix/store/${"b".repeat(32)}-nixos-system-node-1-23.11pre-git\r
garbage
`;
  expect(readProfileLinks(listing)).toEqual([
    {
      number: 10,
      date: "2025-11-24 10:00:00",
      nixosVersion: "25.05.20250801.abc",
      kernelVersion: null,
      revision: null,
      isCurrent: false,
    },
    {
      number: 9,
      date: "2025-11-20 10:00:00",
      nixosVersion: "23.11pre-git",
      kernelVersion: null,
      revision: null,
      isCurrent: true,
    },
  ]);
  expect(readProfileLinks("ls: cannot access")).toEqual([]);
});
