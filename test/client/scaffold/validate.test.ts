/** What may be typed into the dialogs, and what may not. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, readAddress, readInterface } from "../../../client/src/scaffold/addresses.ts";
import {
  addressProblem,
  countProblem,
  folderProblem,
  gatewayProblem,
  nameProblem,
  plainAddressProblem,
  releaseProblem,
} from "../../../client/src/scaffold/validate.ts";

describe("names", () => {
  const kind = (name: string) => nameProblem(name, ["Node1"], ["cluster"])?.kind ?? null;
  test.each(["a", "0", "web-1", "a_b", "in", "constructor", "x".repeat(63)])("%s is one", (name) => {
    expect(kind(name)).toBeNull();
  });
  test.each([
    ["", "nameEmpty"],
    ["__proto__", "nameSyntax"],
    ["-a", "nameSyntax"],
    ["a-", "nameSyntax"],
    ["a.b", "nameSyntax"],
    ["a b", "nameSyntax"],
    ["höst", "nameSyntax"],
    ["主机", "nameSyntax"],
    ["../x", "nameSyntax"],
    ['"', "nameSyntax"],
    ["x".repeat(64), "nameLong"],
    ["x".repeat(100_000), "nameLong"],
    ["node1", "nameTaken"],
    ["localhost", "nameReserved"],
    ["Cluster", "nameReserved"],
  ])("%s is none: %s", (name, problem) => {
    expect(kind(name)).toBe(problem);
  });
});

describe("addresses", () => {
  const others = [{ name: "a", address: "192.0.2.11" }];
  const kind = (text: string, hosts = others, prefix: number | null = 24) =>
    addressProblem(text, hosts, prefix)?.kind ?? null;
  test.each(["192.0.2.12/24", "192.0.2.254/24"])("%s fits", (text) => {
    expect(kind(text)).toBeNull();
  });
  test.each([
    ["192.0.2.12", "addressSyntax"],
    ["192.0.2.12/0", "addressSyntax"],
    ["192.0.2.12/33", "addressSyntax"],
    ["192.0.2.256/24", "addressSyntax"],
    ["192.0.2.012/24", "addressSyntax"],
    ["192.0.2/24", "addressSyntax"],
    ["::1::/64", "addressSyntax"],
    ["fe80::1%eth0/64", "addressSyntax"],
    ["192.0.2.0/24", "addressReserved"],
    ["192.0.2.255/24", "addressReserved"],
    ["192.0.2.11/24", "addressTaken"],
    ["192.0.2.12/25", "otherNetwork"],
    ["192.0.3.12/24", "otherNetwork"],
    ["fd00::1/64", "otherFamily"],
  ])("%s does not: %s", (text, problem) => {
    expect(kind(text)).toBe(problem);
  });
  test("one address is one however it is written", () => {
    const ipv6 = [{ name: "a", address: "fd00::1" }];
    expect(kind("fd00:0:0::1/64", ipv6, 64)).toBe("addressTaken");
    expect(plainAddressProblem("FD00::0:1", ipv6, [])).toEqual({ kind: "addressTaken", host: "a" });
    expect(plainAddressProblem("fd00::2", ipv6, [])).toBeNull();
  });
  test.each([
    ["192.0.2.14", null],
    ["192.0.2.11", "addressTaken"],
    ["10.9.9.9", "otherNetwork"],
    ["192.0.2.255", "addressReserved"],
    ["fd00::2", "otherFamily"],
    ["192.0.2", "addressSyntax"],
  ])("a host beside others at %s: %s", (text, problem) => {
    expect(plainAddressProblem(text, others, ["192.0.2.11/24"])?.kind ?? null).toBe(problem);
  });
  test("a gateway is in the network and is no host", () => {
    expect(gatewayProblem("192.0.2.1", others, 24)).toBeNull();
    expect(gatewayProblem("192.0.2.11", others, 24)?.kind).toBe("addressTaken");
    expect(gatewayProblem("192.0.3.1", others, 24)?.kind).toBe("otherNetwork");
    expect(gatewayProblem("gateway", others, 24)?.kind).toBe("gatewaySyntax");
  });
  test("any text is read or refused, and what is read comes back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (text) => {
        const read = readAddress(text);
        if (read !== null) expect(readAddress(formatAddress(read))).toEqual(read);
        expect(readInterface(text)).toBeNull();
      }),
    );
    expect(
      ["fd00:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:0", "1:0:0:2:0:0:0:3"]
        .map((text) => readAddress(text))
        .map((read) => read && formatAddress(read)),
    ).toEqual(["fd00::1", "::", "1:0:0:2::3"]);
  });
});

test("numbers of hosts, releases and folders", () => {
  expect(["1", "50"].map(countProblem)).toEqual([null, null]);
  expect(["0", "51", "-1", "1.5", "", "three", "1e1"].map((text) => countProblem(text)?.kind)).toEqual(
    Array(7).fill("count"),
  );
  expect(["24.11", "25.05"].map(releaseProblem)).toEqual([null, null]);
  expect(["25.5", "25.06", "unstable", '25.05"'].map((text) => releaseProblem(text)?.kind)).toEqual(
    Array(4).fill("release"),
  );
  expect(["plasmacloud", "a b", "ü"].map(folderProblem)).toEqual([null, null, null]);
  expect(["", ".", "..", "a/b", "a\\b", "a\0b", "a."].map((text) => folderProblem(text)?.kind)).toEqual(
    Array(7).fill("folderSyntax"),
  );
});
