/**
 * Thousands of options for tests: real ones from ../shared/data where that is at hand, repeated under new names until
 * they are enough; else a generated set of the same shape.
 */
import { existsSync, readFileSync } from "node:fs";

const dataFile = new URL("../../../shared/data/nixos-options.json", import.meta.url);

type Entry = { readonly loc: readonly string[] } & Record<string, unknown>;

/** The text of an options file with exactly `count` options. */
export function optionsJsonText(count: number): string {
  const base = existsSync(dataFile) ? realOptions() : generatedOptions();
  const all: Record<string, Entry> = {};
  let left = count;
  for (let copy = 0; left > 0; copy++) {
    for (const [name, entry] of base) {
      if (left-- <= 0) break;
      const loc = copy === 0 ? entry.loc : renamed(entry.loc, copy);
      all[copy === 0 ? name : loc.join(".")] = { ...entry, loc };
    }
  }
  return JSON.stringify(all);
}

/** `services.nginx.enable` → `services.nginx-2.enable`: more services, not more levels. */
function renamed(loc: readonly string[], copy: number): readonly string[] {
  const at = loc.length > 2 ? 1 : 0;
  return loc.map((name, index) => (index === at ? `${name}-${copy + 1}` : name));
}

function realOptions(): [string, Entry][] {
  const json: Record<string, Entry> = JSON.parse(readFileSync(dataFile, "utf8"));
  return Object.entries(json);
}

const leaves = [
  { name: "enable", type: "boolean", default: "false" },
  { name: "package", type: "package", default: "pkgs.tool" },
  { name: "port", type: "16 bit unsigned integer; between 0 and 65535 (both inclusive)", default: "8080" },
  { name: "logLevel", type: 'one of "debug", "info", "warn", "error"', default: '"info"' },
  { name: "extraFlags", type: "list of string", default: "[ ]" },
  { name: "user", type: "string" },
  { name: "dataDir", type: "absolute path", default: '"/var/lib/tool"' },
  { name: "instances", type: "attribute set of (submodule)", default: "{ }" },
  { name: "instances.<name>.address", type: "null or string", default: "null" },
  { name: "settings", type: "attribute set of anything", default: "{ }" },
  { name: "openFirewall", type: "boolean", default: "false" },
  { name: "group", type: "string" },
];

/** Options of NixOS that tests name, in the places of the first generated ones. */
const wellKnown = ["services.openssh", "users.users.<name>", "environment.etc.<name>"];

function generatedOptions(): [string, Entry][] {
  const entries: [string, Entry][] = wellKnown.flatMap((path) => leaves.map((leaf) => entryOf(path, leaf)));
  entries.push(entryOf("networking", { name: "hostName", type: "string", default: '"nixos"' }));
  for (const top of [
    "services",
    "programs",
    "boot",
    "networking",
    "systemd",
    "hardware",
    "fonts",
    "i18n",
    "nix",
    "security",
    "users",
    "virtualisation",
  ]) {
    for (let number = 0; number < 60; number++) {
      for (const leaf of leaves) entries.push(entryOf(`${top}.tool${number}`, leaf));
    }
  }
  return entries;
}

function entryOf(parent: string, leaf: { name: string; type: string; default?: string }): [string, Entry] {
  const name = `${parent}.${leaf.name}`;
  const text = leaf.default === undefined ? {} : { default: { _type: "literalExpression", text: leaf.default } };
  return [
    name,
    {
      loc: name.split("."),
      type: leaf.type,
      description: `What ${leaf.name} of ${parent} is for, in a sentence or two as the manual has them.\n`,
      declarations: [`nixos/modules/${parent.replaceAll(".", "/")}.nix`],
      readOnly: false,
      ...text,
    },
  ];
}
