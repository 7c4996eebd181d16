/**
 * The templates: what `nix flake init` makes of each is its example, evaluates to its hosts, and is known and clean to
 * our own `check`, with the real Nix where it is there; without it, a copy of the example stands for what it makes.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand } from "../support/commandLine.ts";
import { hasNix } from "./evaluators.ts";
import { evaluateHosts, initialiseTemplate, nixFolder, scratch } from "./realNix.ts";

const templates = [
  { name: "single-node", hosts: ["cloud"] },
  { name: "three-node", hosts: ["node1", "node2", "node3"] },
  { name: "minimal", hosts: ["core"] },
] as const;

test("every example is a template", () => {
  expect(readdirSync(join(nixFolder, "examples")).sort()).toEqual(templates.map(({ name }) => name).sort());
});

describe.each(templates)("$name", ({ name, hosts }) => {
  const example = join(nixFolder, "examples", name);
  const folder = scratch(name);
  if (hasNix) initialiseTemplate(name, folder);
  else cpSync(example, folder, { recursive: true });

  test("is the example, file by file", () => {
    expect(texts(folder)).toEqual(texts(example));
  });

  test.runIf(hasNix)("makes its hosts", () => {
    expect(evaluateHosts(folder)).toEqual(hosts);
  });

  test("is known and clean", () => {
    const { status, stdout, stderr } = runCommand(
      ["check", "--format", "json", "--stats", "--fail-on", "hint"],
      folder,
    );
    const { diagnostics, summary } = JSON.parse(stdout);
    expect({ status, stderr, diagnostics }).toEqual({ status: 0, stderr: "", diagnostics: [] });
    expect(summary).toMatchObject({ hosts: hosts.length, unknowns: 0 });
  });

  test("has a mark wherever a machine differs", () => {
    const marked = [...texts(folder)].filter(([, text]) => text.includes("CHANGE")).map(([path]) => path);
    expect(marked).toEqual(expect.arrayContaining(["base.nix", "flake.nix", "network.nix"]));
    const hardware = [...texts(folder).keys()].filter((path) => path.startsWith("hardware/"));
    expect(marked).toEqual(expect.arrayContaining(hardware));
  });
});

test.runIf(hasNix)("a template leaves alone what is there already", () => {
  const folder = scratch("taken");
  mkdirSync(join(folder, "hosts"));
  writeFileSync(join(folder, "hosts/cloud.nix"), "{ }\n");
  expect(() => initialiseTemplate("single-node", folder)).toThrow("hosts/cloud.nix");
  expect(readFileSync(join(folder, "hosts/cloud.nix"), "utf8")).toBe("{ }\n");
});

/** The texts below a folder, by path relative to it. */
function texts(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.sort().map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]));
}
