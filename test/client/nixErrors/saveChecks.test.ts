/** What is run when a file is saved. */
import { expect, test } from "vitest";
import { evaluationCheck, parseCheck, WaitingHosts } from "../../../client/src/nixErrors/show/saveChecks.ts";

test("a file is parsed by itself", () => {
  expect(parseCheck("/w/hosts/a b.nix")).toEqual({
    args: ["--parse", "--log-format", "internal-json", "/w/hosts/a b.nix"],
    cwd: "/w/hosts",
    run: { folder: "/w/hosts", scope: "/w/hosts/a b.nix" },
  });
});

test("a host is evaluated, and nothing is built or locked", () => {
  expect(
    evaluationCheck({ name: "node.1", folder: "/w" }, ["--extra-experimental-features", "nix-command flakes"]),
  ).toEqual({
    args: [
      "eval",
      "--extra-experimental-features",
      "nix-command flakes",
      "--raw",
      "--no-write-lock-file",
      "--log-format",
      "internal-json",
      '.#nixosConfigurations."node.1".config.system.build.toplevel.drvPath',
    ],
    cwd: "/w",
    run: { folder: "/w", scope: "/w#node.1", attribute: ["nixosConfigurations", "node.1"] },
  });
});

test.each(['a"b', "a${b}", "a\\b"])("a host called %s cannot be written and is left out", (name) => {
  expect(evaluationCheck({ name, folder: "/w" }, [])).toBeNull();
});

test("hosts wait once each, in turn", () => {
  const hosts = new WaitingHosts();
  const [a, b] = [
    { name: "a", folder: "/w" },
    { name: "b", folder: "/w" },
  ];
  hosts.add([a, b]);
  hosts.add([{ ...a }]);
  expect(hosts.next()).toEqual(a);
  hosts.done({ ...a });
  expect(hosts.next()).toEqual(b);
  hosts.done(b);
  expect(hosts.next()).toBeNull();
});
