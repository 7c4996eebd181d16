/** Each snippet, put in with its defaults, gives a configuration that is known and clean. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

const snippets: Readonly<Record<string, Snippet>> = JSON.parse(
  readFileSync(new URL("../../snippets/nix.json", import.meta.url), "utf8"),
);

/** What makes a whole configuration of a snippet for the inside of a module. */
const hostsOfWhole: Readonly<Record<string, readonly string[]>> = {
  "pc-single-node": ["cloud"],
  "pc-minimal": ["core"],
  "pc-three-node": ["node1", "node2", "node3"],
};

describe.each(Object.values(snippets))("$prefix", ({ prefix, body }) => {
  test("is known and clean as it comes", async () => {
    const text = expand(body.join("\n"));
    const hosts = hostsOfWhole[prefix];
    const files =
      hosts === undefined
        ? new Map([["file:///ws/configuration.nix", prefix === "pc-host" ? text : `{\n${text}\n}\n`]])
        : new Map([["file:///ws/flake.nix", text]]);
    const { hosts: views, findings } = await analyse(files);
    expect(views.map(({ name }) => name).sort()).toEqual(hosts ?? [views[0]?.name]);
    expect(views.flatMap(({ open }) => open)).toEqual([]);
    expect(views.flatMap(({ stats }) => stats.serviceUnknowns)).toEqual([]);
    expect([...findings.keys()].flatMap((uri) => findingsOf({ findings }, uri))).toEqual([]);
  });
});

/** What VS Code inserts when a user accepts every placeholder: `${1:text}` → `text`, `$0` → nothing, `\$` → `$`. */
function expand(body: string): string {
  const defaults = new Map([...body.matchAll(/(?<!\\)\$\{(\d+):([^}]*)\}/g)].map(([, id, text]) => [id, text]));
  return body
    .replace(/(?<!\\)\$\{(\d+):([^}]*)\}/g, (_, id: string) => defaults.get(id) ?? "")
    .replace(/(?<!\\)\$\{?(\d+)\}?/g, (_, id: string) => defaults.get(id) ?? "")
    .replace(/\\([$}\\])/g, "$1");
}
