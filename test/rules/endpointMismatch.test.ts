/** What is wrong between hosts: every rule on small clusters, with what must not be reported beside it. */
import { describe, expect, test } from "vitest";

import { fixedFiles, flakeOf, flaredb, found, iam } from "../support/fleet.ts";

describe("endpoint-mismatch", () => {
  test.each([
    ['"b:2479"', flaredb],
    ['"http://b:2479/"', flaredb],
    ['"elsewhere.example.org:1"', flaredb],
    ['[ "b:2479" "elsewhere:1" ]', flaredb],
    [
      '"10.0.0.2:2479"',
      `{ imports = [ ./x.nix ]; networking.interfaces.eth0.ipv4.addresses = [ { address = "10.0.0.2"; prefixLength = 24; } ]; }`,
    ],
  ])("%s is served", async (endpoint, b) => {
    const files = flakeOf({ a: iam(endpoint), b }, { "x.nix": flaredb });
    expect((await found(files)).filter((text) => !text.includes("type-mismatch"))).toEqual([]);
  });

  test("another port", async () => {
    const files = flakeOf({ a: iam('"b:2480"'), b: flaredb });
    expect(await found(files)).toEqual([
      'a.nix:1 "b:2480" endpoint-mismatch: services.iam.settings.endpoints.flaredb names b:2480, but flaredb listens on port 2479 of b.',
    ]);
    expect(await fixedFiles(files)).toEqual([`Write b:2479: ${iam('"b:2479"')}`]);
  });

  test("no such service there; the one host that has it", async () => {
    const files = flakeOf({ a: iam('[ "c:2479" ]'), b: flaredb, c: "{ }\n" });
    expect(await found(files)).toEqual([
      'a.nix:1 "c:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names c:2479, but flaredb is not enabled on c.',
    ]);
    expect(await fixedFiles(files)).toEqual([`Write b:2479: ${iam('[ "b:2479" ]')}`]);
  });

  test("only for its own host, and on this host", async () => {
    const local = flaredb.replace("0.0.0.0", "127.0.0.1");
    expect(await found(flakeOf({ a: iam('"b:2479"'), b: local }))).toEqual([
      'a.nix:1 "b:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names b:2479, but flaredb on b listens on 127.0.0.1 only.',
    ]);
    expect(await found(flakeOf({ a: iam('"localhost:2479"') }))).toEqual([
      'a.nix:1 "localhost:2479" endpoint-mismatch: services.iam.settings.endpoints.flaredb names localhost:2479, but flaredb is not enabled on this host.',
    ]);
  });

  test("silent about hosts that may have more, and about what is unknown", async () => {
    const open = flakeOf({ a: iam('"b:2479"'), b: "{ imports = [ <secret/module.nix> ]; }\n" });
    expect(await found(open)).toEqual([]);
    const unknown = flakeOf({
      a: iam('"b:2479"'),
      b: flaredb.replace("enable = true; o", "enable = true; port = builtins.fromJSON (builtins.readFile <x>); o"),
    });
    expect((await found(unknown)).filter((text) => text.includes("endpoint-mismatch"))).toEqual([]);
  });
});
