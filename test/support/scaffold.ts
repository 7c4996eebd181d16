/** What scaffolding has to start from in tests: the examples, parsed, and the catalogue of services. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { ConfigurationPlan } from "../../server/src/protocol/scaffoldProtocol.ts";
import { newConfiguration, topologies } from "../../server/src/scaffold/create/newConfiguration.ts";
import { serviceCatalogue } from "../../server/src/scaffold/edit/catalogue.ts";
import { Templates } from "../../server/src/scaffold/edit/templates.ts";
import type { ScaffoldWorld } from "../../server/src/scaffold/rehearsal.ts";
import { readOptionsJson } from "../../server/src/schema/readOptionsJson.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { hasNix } from "../nix/evaluators.ts";
import { analyse, bundledNix, openWorkspace } from "./analyse.ts";
import { parseNix, parser } from "./syntax.ts";

const schema = readFileSync(new URL("../../schemas/plasmacloud-options.json", import.meta.url), "utf8");

export const templates = new Templates(bundledNix, parser);
export const catalogue = serviceCatalogue(readOptionsJson(schema, "plasmacloud"));

/** The files of a plan below `file:///ws`. */
export function filesOf(plan: ConfigurationPlan): Map<string, string> {
  return new Map(newConfiguration(templates, catalogue, plan).map(({ path, text }) => [`file:///ws/${path}`, text]));
}

/** The plan that a topology starts from. */
export function planOf(topology: string): ConfigurationPlan {
  const found = topologies(templates, catalogue).find(({ name }) => name === topology);
  if (found === undefined) throw new Error(`no topology ${topology}`);
  return {
    topology,
    hosts: found.hosts,
    prefixLength: found.prefixLength,
    gateway: found.gateway,
    stateVersion: "25.05",
  };
}

/** A workspace in memory to try edits in. */
export function scaffoldWorld(files: ReadonlyMap<string, string>): ScaffoldWorld & { dispose(): void } {
  const workspace = openWorkspace(files);
  return {
    templates,
    catalogue,
    read: async (uri) => files.get(uri) ?? null,
    parse: (uri, text) => parseNix(text, uri),
    async rehearse(texts) {
      const { findings, hosts } = await workspace.withChanges(texts);
      return { hosts, findings: new Map([...findings].map(([uri, { own, host }]) => [uri, [...own, ...host]])) };
    },
    dispose: () => workspace.dispose(),
  };
}

/** What scaffolding promises of every edit, checked; the changed files by path below `/ws`. */
export async function expectHarmless(
  files: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
  allowed = "",
): Promise<Record<string, string>> {
  const known = describeAll(await analyse(files));
  const left = describeAll(await analyse(new Map([...files, ...texts])));
  expect(left.filter((text) => !known.includes(text) && text.split(" ")[1] !== `${allowed}:`)).toEqual([]);
  for (const [uri, text] of texts) {
    const before = files.get(uri);
    if (before !== undefined) expect(isSubsequence(before, text), `${uri} keeps its text`).toBe(true);
    if (before?.includes("\r\n")) expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  }
  if (hasNix) {
    for (const [uri, text] of texts) {
      if (left.some((found) => found.startsWith(`${uri} syntax-error`) || found.startsWith(`${uri} duplicate`)))
        continue;
      const { status, stderr } = spawnSync("nix-instantiate", ["--parse", "-"], { input: text, encoding: "utf8" });
      expect({ uri, status, stderr: status === 0 ? "" : stderr }).toEqual({ uri, status: 0, stderr: "" });
    }
  }
  return Object.fromEntries([...texts].map(([uri, text]) => [uri.replace("file:///ws/", ""), text]));
}

function describeAll(analysis: Analysis): string[] {
  return [...analysis.findings].flatMap(([uri, { own, host }]) =>
    [...own, ...host].map(({ code, message }) => `${uri} ${code}: ${message}`),
  );
}

function isSubsequence(text: string, within: string): boolean {
  let at = 0;
  for (const character of within) if (character === text.charAt(at)) at++;
  return at === text.length;
}

/** Files below `file:///ws` by path. */
export function workspaceOf(files: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(files).map(([path, text]) => [`file:///ws/${path}`, text]));
}

export function toCrlf(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([uri, text]) => [uri, text.replaceAll("\n", "\r\n")]));
}
