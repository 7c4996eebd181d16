/** Finding Nix and asking it: stubs that answer as its releases do, and the real one where it is. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProgram, searchFolders, settingPath } from "../../../client/src/nix/locateNix.ts";
import { isBefore, nixFacts, parseVersion } from "../../../client/src/nix/nixFacts.ts";
import { type AskOptions, ask } from "../../../client/src/process/ask.ts";
import type { Program } from "../../../client/src/process/run.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
type Limits = Pick<AskOptions, "timeout" | "limit">;
/** Asks with a limit of time of the tests' own, in milliseconds: one that nothing reaches unless it hangs. */
const askingWithin = (timeout: number) => (program: Program, limits: Limits) =>
  ask(program, { ...limits, timeout, supervisor });
const asking = askingWithin(3_600_000);
let stubs = 0;

/** A program that prints the version it is told to, and answers other questions by a script. */
function stub(version: string, otherwise: string): string {
  const folder = join(scratch, `stub-${stubs++}`);
  mkdirSync(folder);
  const path = join(folder, "nix");
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; else\n${otherwise}\nfi\n`);
  chmodSync(path, 0o755);
  return path;
}

const facts = (configured: string) => nixFacts(configured, asking);
const disabled = `echo "error: experimental Nix feature 'nix-command' is disabled" >&2; exit 1`;

test("a path of a setting may begin with the user's own folder, and with no other's", () => {
  expect(settingPath(" ~/bin/nix ", "/home/$&")).toBe("/home/$&/bin/nix");
  expect(settingPath("~root/nix", "/home/a")).toBe("~root/nix");
  expect(settingPath("/opt/~/nix", "/home/a")).toBe("/opt/~/nix");
});

describe("facts", () => {
  test("a Nix with flakes", async () => {
    const path = stub("nix (Nix) 2.28.3", "echo '<PRIMOP>'");
    expect(await facts(path)).toMatchObject({
      kind: "usable",
      hasFlakes: true,
      tool: { path, version: "2.28.3", flags: [] },
    });
  });
  test.each([
    ["nix-command is off", disabled],
    ["flakes is off, in an older release", `echo "error: attribute 'getFlake' missing" >&2; exit 1`],
    ["flakes is off, in a newer one", `echo "error: experimental Nix feature 'flakes' is disabled" >&2; exit 1`],
  ])("a Nix without flakes: %s", async (_, script) => {
    expect(await facts(stub("nix (Nix) 2.18.1", script))).toMatchObject({ kind: "usable", hasFlakes: false });
  });
  test("a Nix whose store does not answer is not said to lack flakes", async () => {
    const script = `echo "error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket'" >&2; exit 1`;
    expect(await facts(stub("nix (Nix) 2.18.1", script))).toMatchObject({ kind: "usable", hasFlakes: true });
  });
  test("an old Nix", async () => {
    const path = stub("nix (Nix) 2.3.16", disabled);
    expect(await facts(path)).toEqual({ kind: "tooOld", path, version: "2.3.16" });
  });
  test("a program that is no Nix, one that fails, and one that hangs", async () => {
    expect(await facts(stub("something else", "true"))).toMatchObject({ kind: "broken", detail: "something else" });
    const failing = stub("", "true");
    writeFileSync(failing, "#!/bin/sh\necho broken >&2\nexit 1\n");
    expect(await facts(failing)).toMatchObject({ kind: "broken", detail: "broken" });
    const hanging = stub("", "true");
    writeFileSync(hanging, "#!/bin/sh\nexec sleep 60\n");
    expect(await nixFacts(hanging, askingWithin(400))).toMatchObject({ kind: "broken", detail: null });
  });
  test("no Nix: what was set, and an empty path", async () => {
    expect(await facts("/not/here/nix")).toEqual({ kind: "missing", configured: "/not/here/nix" });
    expect(await facts(scratch)).toEqual({ kind: "missing", configured: scratch });
  });
  test("the first on PATH is taken, and tools beside it are on its own PATH", async () => {
    const path = stub("nix (Nix) 2.20.0", "true");
    const folder = path.slice(0, -"/nix".length);
    const found = await nixFacts("", asking, { PATH: `relative:${folder}:/usr/bin` });
    expect(found).toMatchObject({ kind: "usable", tool: { path } });
    if (found.kind === "usable") expect(found.tool.env["PATH"]).toMatch(new RegExp(`^${folder}:/usr/bin:`));
  });
});

test("a name that is nowhere, a folder of that name, and a file that may not be run are no programs", async () => {
  const [empty, folder, plain] = ["empty", "folder", "plain"].map((name) => join(scratch, name));
  for (const path of [empty, join(folder ?? "", "nix"), plain]) mkdirSync(path ?? "", { recursive: true });
  writeFileSync(join(plain ?? "", "nix"), "");
  expect(await findProgram("nix", [empty ?? "", folder ?? "", plain ?? ""])).toBeNull();
});

test("folders are searched in the order of PATH, then the usual ones, each once", () => {
  expect(searchFolders("/b:/usr/bin::.", "/home/u").slice(0, 4)).toEqual([
    "/b",
    "/usr/bin",
    "/run/current-system/sw/bin",
    "/nix/var/nix/profiles/default/bin",
  ]);
  expect(searchFolders(undefined, homedir())).toContain(join(homedir(), ".nix-profile", "bin"));
});

test.each([
  ["nix (Nix) 2.8.0", "2.8.0"],
  ["nix (Nix) 2.29.0pre20250407_73d3159b", "2.29.0pre20250407_73d3159b"],
  ["nix (Lix, like Nix) 2.91.1", "2.91.1"],
  ["nix (Determinate Nix 3.6.2) 2.29.0", "2.29.0"],
  ["warning: x\nnix (Nix) 2.4\n", "2.4"],
  ["bash 5.2", null],
])("the version in %j", (printed, version) => {
  expect(parseVersion(printed)).toBe(version);
});

test.each([
  ["2.3.16", true],
  ["2.4", false],
  ["2.4pre20210601", false],
  ["1.11", true],
  ["2.28.3", false],
  ["3.0", false],
])("%s is before 2.4: %s", (version, expected) => {
  expect(isBefore(version, 2, 4)).toBe(expected);
});
