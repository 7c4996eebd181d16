/**
 * The two packages as a user gets them: unpacked in an empty folder with no node_modules near, they hold exactly the
 * files that are listed beside this test, and the command line in each works alone.
 * `npm run test:package -- -u` writes the lists anew.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { runSession, sessionEnd } from "../support/lspSession.ts";
import { unzip } from "./unzip.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const manifest: { name: string; version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const packed = (ending: string): string => join(root, "out", `${manifest.name}-${manifest.version}.${ending}`);
const scratch = mkdtempSync(join(tmpdir(), "plasmacloud-package-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const extension = join(scratch, "vsix");
unzip(readFileSync(packed("vsix")), extension);
const tarball = join(scratch, "npm");
mkdirSync(tarball);
execFileSync("tar", ["-xzf", packed("tgz"), "-C", tarball]);

const example = join(scratch, "three-node");
cpSync(join(root, "nix", "examples", "three-node"), example, { recursive: true });

function files(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return `${paths
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .join("\n")}\n`;
}

/** Runs a command line with nothing but Node; without a network there is nothing to reach it by either. */
function plasmacloud(
  program: string,
  args: string[],
  cwd: string,
): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: "", HOME: scratch, NO_COLOR: "1" };
  return spawnSync(process.execPath, [program, ...args], { cwd, env, encoding: "utf8", timeout: 540_000 });
}

test("the extension's files are as listed, and at most 3 MiB", async () => {
  await expect(files(extension)).toMatchFileSnapshot("vsix-files.txt");
  expect(statSync(packed("vsix")).size).toBeLessThanOrEqual(3 * 1024 * 1024);
});

test("the licences of all that is bundled ship, of the locked versions", () => {
  const bundled: string[] = JSON.parse(readFileSync(join(root, "out", "bundled-packages.json"), "utf8"));
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const npm = bundled.map((path) => `${path.replace(/.*node_modules\//, "")} ${packages[path].version}`);
  // A macro is no part of what it makes; the standard library is none of the crates.
  const crates = readFileSync(join(root, "server", "formatter", "versions.txt"), "utf8")
    .trim()
    .split("\n");
  const wanted = [...npm, ...crates.filter((crate) => !crate.startsWith("rustversion ")), "rust-std 1.97"];
  for (const path of [join(extension, "extension"), join(tarball, "package")]) {
    const [, ...sections] = readFileSync(join(path, "dist", "NOTICES.txt"), "utf8").split(
      /^(?:-{78}\n\n|PlasmaCloud.*\n\n)/m,
    );
    expect(sections.map((section) => section.split("\n", 1)[0])).toEqual(wanted);
    for (const section of sections) expect(section).toMatch(/licen[cs]e|permission/i);
    const formatter = sections.find((section) => section.startsWith("nixfmt_rs "));
    expect(formatter).toContain("Mozilla Public License, version 2.0");
    expect(formatter).toContain("Its source is");
  }
  expect(wanted.map((name) => name.split(" ")[0])).toEqual(
    expect.arrayContaining([
      "commander",
      "nixfmt_rs",
      "smol-toml",
      "tree-sitter-nix",
      "valibot",
      "vscode-jsonrpc",
      "web-tree-sitter",
    ]),
  );
  for (const path of bundled)
    expect(packages[path].license).toMatch(/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/);
});

test("the npm package's files are as listed", async () => {
  await expect(files(tarball)).toMatchFileSnapshot("npm-files.txt");
});

describe.each([
  ["the extension", join(extension, "extension", "dist", "plasmacloud-nix.js")],
  ["the npm package", join(tarball, "package", "dist", "plasmacloud-nix.js")],
])("plasmacloud-nix of %s", (_, original) => {
  // away from its neighbours: it must work from this one file
  const program = join(mkdtempSync(join(scratch, "alone-")), "plasmacloud-nix.js");
  cpSync(original, program);

  test("starts as a program", () => {
    expect(readFileSync(program, "utf8").slice(0, 20)).toBe("#!/usr/bin/env node\n");
    if (process.platform !== "win32")
      expect(statSync(join(tarball, "package", "dist", "plasmacloud-nix.js")).mode & 0o111).not.toBe(0);
  });

  test("--version", () => {
    expect(plasmacloud(program, ["--version"], scratch)).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  });

  test("check finds the three hosts of the example, and nothing else", () => {
    const { status, stdout, stderr } = plasmacloud(program, ["check", "--format", "json", "."], example);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const report = JSON.parse(stdout);
    expect(report.diagnostics).toEqual([]);
    expect(report.summary).toMatchObject({ hosts: 3, errors: 0, warnings: 0 });
  });

  test("check finds a fault", () => {
    const folder = mkdtempSync(join(scratch, "faulty-"));
    writeFileSync(
      join(folder, "configuration.nix"),
      '{\n  system.stateVersion = "24.11";\n  services.chainfire.prot = 1;\n}\n',
    );
    const { status, stdout } = plasmacloud(program, ["check", "--format", "json", "."], folder);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).diagnostics).toEqual([
      expect.objectContaining({
        path: "configuration.nix",
        code: "unknown-option",
        range: { start: { line: 2, character: 21 }, end: { line: 2, character: 25 } },
      }),
    ]);
  });

  test("eval computes", () => {
    expect(plasmacloud(program, ["eval", "--expr", "1 + 2"], scratch)).toMatchObject({ status: 0, stdout: "3\n" });
  });
});

test("the extension's own bundles serve a whole session, the same over stdio and IPC", async () => {
  const bundles = `${join(extension, "extension", "dist")}/`;
  const overStdio = await runSession("stdio", bundles);
  const overIpc = await runSession("ipc", bundles);
  expect(overStdio.text).toBe(sessionEnd);
  expect(overIpc).toEqual(overStdio);
});
