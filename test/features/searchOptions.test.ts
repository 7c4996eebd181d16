/** Which options a search finds, and in which order. */
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { indexOptions, searchOptions } from "../../server/src/features/searchOptions.ts";
import { describePath } from "../../server/src/schema/lookup.ts";
import { OptionTable } from "../../server/src/schema/optionTable.ts";
import { emptyOptions } from "../../server/src/schema/optionTree.ts";
import { splitPath } from "../../server/src/schema/splitPath.ts";
import { testOptions } from "../support/features.ts";

function found(options: readonly string[], query: string, limit = 100): readonly string[] {
  return searchOptions(indexOptions(emptyOptions, options.map(splitPath)), query, limit).map(describePath);
}

/** Which of two is shown first, whatever the order in which they are known. */
const pairs: readonly (readonly [query: string, first: string, second: string, why: string])[] = [
  ["networking.firewall", "networking.firewall", "networking.firewall.enable", "exact before prefix"],
  ["services.open", "services.openssh.ports", "home.services.open", "prefix before the start of a word"],
  ["openssh.en", "services.openssh.enable", "services.reopenssh.en", "the start of a word before letters in it"],
  ["allowedtcp", "networking.firewall.allowedTCPPorts", "services.a.disallowedtcp", "words begin with capitals"],
  ["tcpports", "networking.firewall.allowedTCPPorts", "services.x.attcpports", "words begin behind capitals"],
  ["nginx virtual root", "services.nginx.virtualHosts.<name>.root", "root.nginx.virtual", "several words, in order"],
  ["x2", "services.x2.enable", "services.fox2.enable", "the start of a name before its inside"],
  ["svcen", "svcEnable.a", "services.vault.cert.enable", "prefix before letters"],
  ["ssen", "programs.sxsen.a", "services.s.e.n", "letters side by side before letters apart"],
  ["ssh", "services.ssh.a", "services.sshd.enable.more", "the shorter of equals"],
  ["ssh", "a.ssh.x", "b.ssh.x", "then by name"],
  ["OPENSSH", "services.openssh.ports", "services.opensshy.portsOfIt", "capitals are typed for anything"],
];

test.each(pairs)("%s: %s before %s (%s)", (query, first, second) => {
  const order = query === "nginx virtual root" ? [first] : [first, second];
  expect(found([second, first], query)).toEqual(order);
  expect(found([first, second], query)).toEqual(order);
});

test.each([
  ["opensshq", "services.openssh.enable"],
  ["hsnepo", "services.openssh.enable"],
  ["enable openssh", "services.openssh.ports"],
  ["port9", "services.openssh.port"],
])("%s does not find %s", (query, option) => {
  expect(found([option], query)).toEqual([]);
});

test("a name in quotes is found by what is in them", () => {
  expect(found(['environment.etc."my host.conf".text'], "my host")).toEqual(['environment.etc."my host.conf".text']);
});

test("an empty query finds the first, a blank one too, and never more than asked for", () => {
  const options = Array.from({ length: 30 }, (_, number) => `services.s${number}.enable`);
  expect(found(options, "", 7)).toHaveLength(7);
  expect(found(options, "  \t", 7)).toEqual(found(options, "", 7));
  expect(found(options, "enable", 7)).toHaveLength(7);
});

test("the workspace's own and PlasmaCloud's come before what a list knows, each once", () => {
  const index = indexOptions(testOptions(), [["services", "a", "port"], splitPath("services.chainfire.port")]);
  const labels = searchOptions(index, "port", 100).map(describePath);
  expect(labels.filter((label) => label === "services.chainfire.port")).toHaveLength(1);
  expect(labels.indexOf("services.chainfire.port")).toBeLessThan(labels.indexOf("services.a.port"));
});

const nixos = new OptionTable(
  brotliDecompressSync(readFileSync(new URL("../../schemas/nixos-options.br", import.meta.url))),
  "nixos-options.br",
);

test("all of NixOS is there, and no hidden old name", () => {
  const index = indexOptions(emptyOptions, nixos.paths());
  expect(index.entries.length).toBeGreaterThan(20_000);
  const first = (query: string) => searchOptions(index, query, 3).map(describePath)[0];
  expect(first("services.openssh.enable")).toBe("services.openssh.enable");
  expect(first("openssh.en")).toBe("services.openssh.enable");
  expect(first("allowedtcpp")).toBe("networking.firewall.allowedTCPPorts");
  expect(first("users.users home")).toBe("users.users.<name>.home");
});

test("the cost of a search grows with the number of options and no faster", () => {
  const paths = [...nixos.paths()];
  const twice = [...paths, ...paths.map(([first = "", ...rest]) => [`${first}x`, ...rest])];
  const [small, large] = [paths, twice].map((all) => indexOptions(emptyOptions, all));
  const cost = (index = large) => {
    const started = process.cpuUsage();
    for (let round = 0; round < 5; round++)
      for (const query of ["e", "en", "openssh.en", "nginx virtual", "svcoen", "zzq"])
        if (index !== undefined) searchOptions(index, query, 100);
    const { user, system } = process.cpuUsage(started);
    return user + system;
  };
  cost(small);
  cost(large);
  const [least, most] = [small, large].map((index) => Math.min(cost(index), cost(index), cost(index)));
  expect((most ?? 0) / (least ?? 1)).toBeLessThan(3.5);
});
