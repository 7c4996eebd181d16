/** Which host this machine is, and whose settings are whose. */
import { expect, test } from "vitest";
import { noSettings } from "../../../client/src/deploy/hosts/hostSettings.ts";
import { knownHosts } from "../../../client/src/deploy/hosts/knownHosts.ts";
import { facts } from "../../support/deployHosts.ts";

const settings = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries(entries).map(([name, targetHost]) => [name, { ...noSettings, targetHost }]));
const local = (...parts: Parameters<typeof knownHosts>): string[] =>
  knownHosts(...parts).flatMap(({ isLocal, facts: { label } }) => (isLocal ? [label] : []));

test("the host of this machine's name is this machine", () => {
  const hosts = [facts("a", { hostName: "laptop" }), facts("b", { hostName: null })];
  expect(local(hosts, new Map(), "laptop.example.org")).toEqual(["a"]);
  expect(local(hosts, new Map(), "other")).toEqual([]);
  expect(local(hosts, new Map(), "")).toEqual([]);
});

test("two hosts of one name are neither, and a target says otherwise", () => {
  const hosts = [facts("a", { hostName: "laptop" }), facts("b", { hostName: "laptop" })];
  expect(local(hosts, new Map(), "laptop")).toEqual([]);
  expect(local(hosts.slice(0, 1), settings({ a: "root@192.0.2.1" }), "laptop")).toEqual([]);
  expect(local(hosts, settings({ b: "localhost" }), "other")).toEqual(["b"]);
});

test("settings by label go before those by name", () => {
  const host = facts("a", { label: "one#a" });
  const found = knownHosts([host], settings({ a: "x", "one#a": "y" }), "");
  expect(found[0]?.target?.host).toBe("y");
  expect(knownHosts([host], settings({ a: "x" }), "")[0]?.target?.host).toBe("x");
});
