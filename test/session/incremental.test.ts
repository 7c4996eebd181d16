/** Edits compute again what they reach and no more, and what is kept says the same as a new analysis would. */
import { expect, test } from "vitest";
import type { Analysis } from "../../server/src/session/messages.ts";
import { moduleText } from "../bench/inputs.ts";
import { heapMegabytes } from "../support/heap.ts";
import { compareEdits, differences, fresh, freshInner, innerText, live } from "../support/incremental.ts";
import { slow } from "../support/slow.ts";
import { longConfiguration, workspaces } from "../support/workspaces.ts";

const edits = slow.runs(12, 400);
const seed = slow.seed(20_261_125);

test.each([...workspaces])(`${edits} random edits of %s, seed ${seed}: as a new session says`, async (_, make) => {
  expect(await compareEdits(make(), seed, edits)).toBeNull();
});

/** What people do to long sets and lists, each edit on top of the one before. */
const LONG_EDITS: readonly (readonly [what: string, from: string | RegExp, to: string])[] = [
  ["a name that nothing else reads becomes undefined", "alpha + 1", "alphx + 1"],
  ["and is back", "alphx + 1", "alpha + 1"],
  ["what every entry reads", "alpha = 1", "alpha = 7"],
  ["one string", 'alpha} 5"', 'alpha} five"'],
  ["one port of many bindings", "[ 1005 ]", "[ 61005 ]"],
  ["the last port of many bindings, which the fault is reported on", "[ 1011 ]", "[ 61011 ]"],
  ["a port goes", /\n.*\[ 1004 \];/, ""],
  ["the last port goes", /\n.*\[ 61011 \];/, ""],
  [
    "a port comes at the end",
    "  networking.firewall.allowedUDPPorts",
    "  networking.firewall.allowedTCPPorts = [ 9 ];\n  networking.firewall.allowedUDPPorts",
  ],
  ["and goes", "  networking.firewall.allowedTCPPorts = [ 9 ];\n", ""],
  [
    "a port before the first",
    '  environment.etc."f0"',
    '  networking.firewall.allowedTCPPorts = [ 8 ];\n  environment.etc."f0"',
  ],
  ["a port that is no number", "[ 8 ]", '[ "8" ]'],
  ["an element", "    2005\n", "    62005\n"],
  ["an element more", "    2003\n", "    2003\n    3\n"],
  ["an element less", "    2007\n", ""],
  ["a wrong element", "    2008\n", '    "2008"\n'],
  ["an element at the front", "allowedUDPPorts = [\n", "allowedUDPPorts = [\n    1\n"],
  [
    "a set at the front of a list of sets",
    "assertions = [\n",
    'assertions = [\n    { assertion = true; message = "first"; }\n',
  ],
  ["a set of that list that fails is another now", "3 != 3", "7 != 7"],
  [
    "a set at the front again, which is the one that fails",
    "assertions = [\n",
    'assertions = [\n    { assertion = false; message = "front"; }\n',
  ],
  ["the second set goes", /\n.*"first"; }/, ""],
  ["the first set goes", /\n.*"front"; }/, ""],
  ["a user more", "  users.users.u4 =", "  users.users.zz = { isNormalUser = true; };\n  users.users.u4 ="],
  ["a user twice", "  users.users.u4 =", "  users.users.u5 = { isNormalUser = false; };\n  users.users.u4 ="],
  ["and by a path", "  users.users.u4 =", "  users.users.u4.isNormalUser = false;\n  users.users.u4 ="],
  ["a user less", /\n.*users\.u7 = .*/, ""],
  ["a user with a wrong value", "isNormalUser = true; extra", 'isNormalUser = "x"; extra'],
  ["broken", "users.u8 = { isNormalUser = true;", "users.u8 = { isNormalUser = true"],
  ["broken, and another edit", 'alpha} 9"', 'alpha} nine"'],
  ["mended", "users.u8 = { isNormalUser = true", "users.u8 = { isNormalUser = true;"],
  ["only one port is left", /(\n.*allowedTCPPorts.*)(?=[\s\S]*allowedTCPPorts)/g, ""],
  ["two again", "  users.users.u1 =", "  networking.firewall.allowedTCPPorts = [ 22 ];\n  users.users.u1 ="],
  ["one again", /\n.*\[ 22 \];/, ""],
];

test("edits of long sets and lists", async () => {
  const uri = "file:///ws/configuration.nix";
  let text = longConfiguration(12);
  const living = await live(new Map([[uri, text]]), () => true);
  for (const [what, from, to] of LONG_EDITS) {
    const edited = text.replace(from, to);
    expect(edited, what).not.toBe(text);
    text = edited;
    const kept = await living.change([uri, text]);
    expect(differences(kept, await fresh(living.files)), what).toEqual([]);
    expect(innerText(living.inner), what).toEqual(innerText(await freshInner(living.files, () => true)));
  }
  living.dispose();
});

test("a line typed key by key, and taken back", async () => {
  const make = workspaces.get("written");
  const files = make?.() ?? new Map<string, string>();
  const uri = "file:///ws/two.nix";
  const text = files.get(uri) ?? "";
  const living = await live(files);
  const line =
    '  services.iam = { enable = lib.mkDefault true; port = config.local.port; };\n  systemd.services."x-${toString config.local.count}".description = "y";\n';
  const at = text.indexOf("  local.items");
  for (let length = 1; length <= line.length; length += length % 3 === 0 ? 3 : 1) {
    const typed = text.slice(0, at) + line.slice(0, length) + text.slice(at);
    const kept = await living.change([uri, typed]);
    expect(differences(kept, await fresh(living.files)), line.slice(0, length)).toEqual([]);
  }
  const back = await living.change([uri, text]);
  expect(differences(back, await fresh(living.files))).toEqual([]);
  living.dispose();
});

/** Two hosts that import a module of `lines` lines with a unit on every ten of them. */
function units(lines: number): Map<string, string> {
  const flake = `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.one = nixpkgs.lib.nixosSystem { modules = [ ./units.nix { networking.hostName = "one"; } ]; };
    nixosConfigurations.two = nixpkgs.lib.nixosSystem { modules = [ ./units.nix { networking.hostName = "two"; } ]; };
  };
}
`;
  return new Map([
    ["file:///ws/flake.nix", flake],
    ["file:///ws/units.nix", moduleText(lines)],
  ]);
}

test("an edit of one string computes what read it, however much stands beside it", async () => {
  const computed: number[] = [];
  for (const lines of [100, 400]) {
    const files = units(lines);
    const living = await live(files);
    const text = files.get("file:///ws/units.nix") ?? "";
    const edit = (to: string): Promise<Analysis> =>
      living.change(["file:///ws/units.nix", text.replace("Job 0 of", to)]);
    const whole = (await edit("Job 0x of")).counts.valuesComputed;
    const { counts, hosts } = await edit("Job 0xy of");
    const description = hosts[1]?.values.get("systemd\0services")?.value ?? "";
    expect(description).toContain("Job 0xy of two");
    expect(counts).toMatchObject({ hostsEvaluated: 2, passes: 1, filesParsed: 1 });
    expect(whole).toBeGreaterThan(100 * counts.valuesComputed);
    computed.push(counts.valuesComputed);
    living.dispose();
  }
  expect(computed[0]).toBe(computed[1]);
  expect(computed[0]).toBeLessThan(30);
});

test("a comment inside a module computes nothing, and moves places", async () => {
  const files = units(100);
  const living = await live(files);
  const uri = "file:///ws/units.nix";
  const text = files.get(uri) ?? "";
  await living.change([uri, text.replace("Job 0 of", "Job 4 of")]);
  const commented = text.replace("Job 0 of", "Job 4 of").replace("    serviceConfig", "    # here\n    serviceConfig");
  const after = await living.change([uri, commented]);
  expect(after.counts.valuesComputed).toBe(0);
  expect(differences(after, await fresh(living.files))).toEqual([]);
  living.dispose();
});

test("an analysis that is stopped anywhere leaves nothing half done", async () => {
  const files = workspaces.get("written")?.() ?? new Map<string, string>();
  const living = await live(files);
  const uri = "file:///ws/local.nix";
  const text = files.get(uri) ?? "";
  let stopped = 0;
  for (let asked = 0; asked < 12; asked++) {
    const next = text.replace("default = 1;", `default = ${asked};`).replace("7000 +", `${7000 + asked} +`);
    if ((await living.stopped([uri, next], asked)) === null) stopped++;
    const kept = await living.change();
    expect(differences(kept, await fresh(living.files)), `stopped when asked ${asked} times`).toEqual([]);
  }
  expect(stopped).toBeGreaterThan(5);
  living.dispose();
});

test("five hundred edits keep no more than one", async () => {
  const files = units(200);
  const living = await live(files);
  const uri = "file:///ws/units.nix";
  const text = files.get(uri) ?? "";
  const edits = async (count: number): Promise<number> => {
    for (let turn = 0; turn < count; turn++) {
      const value = text.replace("Job 0 of", `Job ${turn} of`);
      await living.change([uri, turn % 25 === 0 ? value.replace("{\n", `{\n  local.x${turn} = 1;\n`) : value]);
      // What a job held on to is let go when it ends.
      if (turn % 25 === 0) await new Promise((done) => setTimeout(done));
    }
    return heapMegabytes();
  };
  const after = await edits(50);
  expect(await edits(450)).toBeLessThan(after + 15);
  living.dispose();
});
