/** What may become an argument, and what never does. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatTarget,
  isHostName,
  isStorePath,
  makeTarget,
  parseTarget,
} from "../../../client/src/deploy/hosts/names.ts";

test.each([
  ["node1", { user: null, host: "node1", port: null }],
  ["root@node1", { user: "root", host: "node1", port: null }],
  [" root@node1.example.org:2222 ", { user: "root", host: "node1.example.org", port: 2222 }],
  ["192.0.2.1:22", { user: null, host: "192.0.2.1", port: 22 }],
  ["2001:db8::1", { user: null, host: "2001:db8::1", port: null }],
  ["root@[2001:db8::1]:22", { user: "root", host: "2001:db8::1", port: 22 }],
  ["[fe80::1%eth0]", { user: null, host: "fe80::1%eth0", port: null }],
])("%s is a target", (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

test.each([
  "",
  "-oProxyCommand=touch /tmp/x",
  "root@-oProxyCommand=x",
  "-l@node1",
  "@node1",
  "node1;reboot",
  "node1 reboot",
  "$(reboot)",
  "node1:0",
  "node1:65536",
  "a@b@c",
  "node1\nnode2",
  "ssh://node1",
])("%s is none", (text) => {
  expect(parseTarget(text)).toBeNull();
});

test("parts out of a flake are checked as well", () => {
  expect(makeTarget("-x", "a", null)).toBeNull();
  expect(makeTarget(null, "-x", null)).toBeNull();
  expect(makeTarget(null, "a", 1.5)).toBeNull();
});

test("names that the tools would read otherwise", () => {
  for (const name of ["node1", "a.b", "_x", "9to5"]) expect(isHostName(name)).toBe(true);
  for (const name of ["-x", "--on", "@tag", "a,b", "node*", "a#b", "a b", 'a"b', "", ".", "a/b", "a?b", "[ab]"])
    expect(isHostName(name)).toBe(false);
});

test("whatever is accepted cannot be an option, and is written as it was read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 12 }), (text) => {
      const target = parseTarget(text);
      if (isHostName(text)) expect(text).toMatch(/^[A-Za-z0-9_]/);
      if (target === null) return;
      expect(`${target.user ?? ""}${target.host}`).not.toMatch(/^-|[\s;&|$`<>"'()*?\\]/);
      expect(parseTarget(formatTarget(target))).toEqual(target);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test("store paths", () => {
  expect(isStorePath(`/nix/store/${"a".repeat(32)}-nixos-system-node1-25.05`)).toBe(true);
  expect(isStorePath("/nix/store/../../etc/passwd")).toBe(false);
  expect(isStorePath(`/nix/store/${"a".repeat(32)}-x;reboot`)).toBe(false);
});
