/** What repeats the registry of services, because it has to stand where nothing can be read, says the same. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundledNix } from "../support/analyse.ts";
import { readRegistry } from "./registry.ts";

const registry = readRegistry();
const services = Object.entries(registry.services);

const snippetsText = readFileSync(new URL("../../snippets/nix.json", import.meta.url), "utf8");
const snippets: readonly { readonly prefix: string; readonly body: readonly string[] }[] = Object.values(
  JSON.parse(snippetsText),
);

test.each(services)("the snippet of %s has its ports, its folder and its needs", (name, { ports, needs }) => {
  const body = snippets.find(({ prefix }) => prefix === `pc-${name}`)?.body.join("\n") ?? "";
  expect(body).toContain(`services.${name} = {`);
  expect(placeholder(body, "dataDir")).toBe(`/var/lib/${name}`);
  for (const need of needs) {
    const apiPort = registry.services[need]?.ports["port"]?.default;
    expect(placeholder(body, need), need).toMatch(new RegExp(`:${apiPort}$`));
  }
  const raftPort = ports["raftPort"]?.default;
  if (raftPort !== undefined) expect(body).toContain(`}:${raftPort}";`);
  for (const option of ["port", "dnsPort"]) {
    const port = ports[option]?.default;
    if (port !== undefined) expect(placeholder(body, option), option).toBe(String(port));
  }
});

test("the flake has one address", () => {
  const texts = [snippetsText, ...bundledNix.values()];
  const addresses = texts.flatMap((text) => text.match(/github:yourorg\/plasmacloud[^"'`\\\s]*/g) ?? []);
  expect(addresses.length).toBeGreaterThan(5);
  expect(new Set(addresses)).toEqual(new Set([registry.flakeUrl]));
});

test("every service has its module, its stub and its place among the modules", () => {
  const all = bundledNix.get("modules/default.nix");
  for (const [name] of services) {
    expect(all).toContain(`./${name}.nix`);
    expect(bundledNix.get(`modules/${name}.nix`)).toContain(`service-module.nix "${name}"`);
    expect(() => readFileSync(new URL(`../../nix/stub-src/${name}/Cargo.lock`, import.meta.url))).not.toThrow();
  }
});

/** The default that a snippet offers for an attribute. */
function placeholder(body: string, attribute: string): string | null {
  return body.match(new RegExp(`\\b${attribute} = "?\\$\\{\\d+:([^}]*)\\}`))?.[1] ?? null;
}
