/** docs/options.md leaves no option of the option set out. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readRegistry } from "./registry.ts";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/options.md", root), "utf8");
const options: Readonly<
  Record<string, { readonly type: string; readonly default?: { readonly text: string }; readonly description: string }>
> = JSON.parse(readFileSync(new URL("schemas/plasmacloud-options.json", root), "utf8"));

test("it has a section for every service, and in it one for every option", () => {
  const headings = [...page.matchAll(/^#{2,3} (.*)$/gm)].map(([, heading]) => heading);
  const expected = Object.keys(readRegistry().services)
    .sort()
    .flatMap((service) => [
      service,
      ...Object.keys(options)
        .filter((name) => name.startsWith(`services.${service}.`))
        .map((name) => `\`${name}\``),
    ]);
  expect(headings).toEqual(expected);
  expect(headings).toHaveLength(Object.keys(options).length + 8);
});

test("a section says what the option takes, what it is without a definition, and where it comes from", () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const option = options[section.slice(1, section.indexOf("`", 1))];
    if (option === undefined) throw new Error(`no option: ${section}`);
    expect(section).toContain(`\n\n${option.description}\n\n- Type: `);
    if (option.default === undefined) expect(section).not.toContain("\n- Default: ");
    else expect(section).toContain(option.default.text);
    expect(section).toMatch(/^- Declared in: \[nix\//m);
  }
});

test("its links lead somewhere", () => {
  const anchors = new Set(
    [...page.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading = ""]) => `#${heading.toLowerCase().replace(/[^a-z0-9 -]/g, "")}`,
    ),
  );
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
  const dead = links.filter((link) => !anchors.has(link) && !existsSync(new URL(link, new URL("docs/", root))));
  expect(dead).toEqual([]);
});
