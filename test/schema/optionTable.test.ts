import { readFileSync, statSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  documentationBytes,
  jsonRows,
  optionsBytes,
  packagesBytes,
  tableRows,
} from "../../scripts/tools/knownForm.mjs";
import { knownOptions, knownPackages } from "../../server/src/node/assets.ts";
import { locate } from "../../server/src/schema/lookup.ts";
import { OptionTable } from "../../server/src/schema/optionTable.ts";

const head = "option\ttype\tdefault\tseen\tconfirmed";

function table(rows: string): OptionTable {
  const lines = rows.trim().split("\n");
  const text = [
    head,
    ...lines.map((line) =>
      line
        .trim()
        .split(/ *\| */)
        .join("\t"),
    ),
  ].join("\n");
  return new OptionTable(brotliDecompressSync(optionsBytes("2026-03", tableRows(text))), "test");
}

/** What a table says, a line for each name: `services.nginx.enable: boolean = false (both, confirmed)`. */
function printed(known: OptionTable): string {
  const lines: string[] = [];
  const print = (node: number, path: readonly string[]): void => {
    for (const child of known.children(node)) {
      const here = [...path, known.name(child)];
      if (known.isOption(child)) {
        const value = known.defaultText(child);
        const confirmed = known.isConfirmed(child);
        const notes = [
          known.isInBoth(child) ? "both" : "one",
          ...(confirmed === null ? [] : [confirmed ? "confirmed" : "contradicted"]),
          ...(known.isHidden(child) ? ["hidden"] : []),
        ];
        const type = known.type(child)?.description ?? "unknown";
        lines.push(`${here.join("/")}: ${type}${value === null ? "" : ` = ${value}`} (${notes.join(", ")})`);
      }
      print(child, here);
    }
  };
  print(0, []);
  return lines.join("\n");
}

test("what a table says comes back from the form", () => {
  const known = table(`
    services.nginx.enable | boolean | true | both | yes
    services.nginx.virtualHosts | attribute set of (submodule) | { } | both |
    services.nginx.virtualHosts.<name>.root | null or path | null | 2024-12 |
    services.nginx | boolean | | 2026-03 | no
    services.old | | | 2026-03 |
    services."a.b".level | one of “a”, “b” | "a" | both |
  `);
  expect(known.asOf).toBe("2026-03");
  expect(known.size).toBe(6);
  expect(printed(known)).toBe(
    [
      'services/a.b/level: one of "a", "b" = "a" (both)',
      "services/nginx: boolean (both, contradicted)",
      "services/nginx/enable: boolean = true (both, confirmed)",
      "services/nginx/virtualHosts: attribute set of (submodule) = { } (both)",
      "services/nginx/virtualHosts/<name>/root: null or path = null (one)",
      "services/old: unknown (one, hidden)",
    ].join("\n"),
  );
});

test("of defaults only plain literals are taken, of types no explanations", () => {
  const known = table(`
    a | string | "text" | both |
    b | string | "http://\${host}" | both |
    c | string | config.networking.hostName | both |
    d | string | "A sentence of documentation." | both |
    e | list of string | [] | both |
    f | signed integer | -6 | both |
    g | package | pkgs.hello | both |
    h | x.conf configuration type. The format consists of more. | | both |
    i | string matching the pattern ^a. B$ | | both |
  `);
  expect(printed(known).split("\n")).toEqual([
    'a: string = "text" (both)',
    "b: string (both)",
    "c: string (both)",
    "d: string (both)",
    "e: list of string = [ ] (both)",
    "f: signed integer = -6 (both)",
    "g: package (both)",
    "h: x.conf configuration type (both)",
    "i: string matching the pattern ^a (both)",
  ]);
});

test("a list of nixosOptionsDoc is sure of everything, and has documentation", () => {
  const rows = jsonRows({
    "a.b": { loc: ["a", "b"], type: "boolean", default: { text: "false" }, description: "Whether.\n\nTwo." },
    "a.c": { loc: ["a", "c"], type: "string", description: { text: "What." } },
    hidden: { loc: ["hidden"], type: "string", internal: true },
  });
  const documentation = brotliDecompressSync(documentationBytes(rows)).toString();
  const known = new OptionTable(brotliDecompressSync(optionsBytes("26.05", rows)), "test", () => documentation);
  expect(printed(known)).toBe("a/b: boolean = false (both, confirmed)\na/c: string (both, confirmed)");
  const tree = known.tree();
  expect(locate(tree, ["a", "b"])?.option?.description).toBe("Whether.\n\nTwo.");
  expect(locate(tree, ["a", "c"])?.option?.description).toBe("What.");
  expect(locate(tree, ["a"])?.option).toBeNull();
});

test("as a tree, nodes are what the options are, through names of the user's own", () => {
  const tree = table(`
    users.users | attribute set of (submodule) | { } | both |
    users.users.<name>.uid | null or signed integer | null | 2024-12 |
    users.old | | | 2026-03 |
  `).tree();
  expect(locate(tree, ["users", "users", "anna", "uid"])?.option).toMatchObject({
    path: ["users", "users", "<name>", "uid"],
    defaultText: "null",
    internal: false,
    asOf: "2026-03",
  });
  expect(locate(tree, ["users", "old"])?.option?.internal).toBe(true);
  expect(locate(tree, ["users", "gone"])).toBeNull();
  expect(tree.children).toBe(tree.children);
});

describe("bytes of another form are refused", () => {
  const good = brotliDecompressSync(optionsBytes("x", tableRows(`${head}\na.b\tboolean\t\tboth\t`)));
  test.each([
    ["nothing", ""],
    ["no form at all", "[]\n"],
    ["another form", '{"asOf":1}\n'],
    ["too few bytes", good.subarray(0, -1)],
    ["a name below nothing", Buffer.concat([good.subarray(0, -16), Buffer.from([9]), good.subarray(-15)])],
  ])("%s", (_, bytes) => {
    expect(() => new OptionTable(Buffer.from(bytes), "known.br")).toThrow(/known\.br/);
  });
});

describe("what the product carries", () => {
  const known = new OptionTable(brotliDecompressSync(knownOptions()), "nixos-options.br");
  const node = (path: string): number => path.split(".").reduce((at, name) => known.child(at, name) ?? -1, 0);

  test("all options of the table", () => {
    expect(known.size).toBeGreaterThan(24_000);
    expect(known.defaultText(node("services.nginx.enable"))).toBe("false");
    expect(known.type(node("networking.firewall.allowedTCPPorts"))?.kind).toBe("listOf");
    expect(known.isConfirmed(node("services.openssh.enable"))).toBe(true);
    expect(known.isInBoth(node("services.nginx.virtualHosts"))).toBe(true);
    expect(known.isInBoth(node("services.nginx.virtualHosts.<name>"))).toBe(false);
    expect(known.child(node("services.nginx"), "enabel")).toBeNull();
  });

  test("names of packages in order, none twice", () => {
    const [asOf, ...names] = brotliDecompressSync(knownPackages()).toString().split("\n");
    expect(asOf).toMatch(/^\d{4}-\d{2}$/);
    expect(names).toContain("git");
    expect(new Set(names).size).toBe(names.length);
  });

  test("in at most 400 KB", () => {
    const sizes = ["nixos-options.br", "nixpkgs-packages.br"].map(
      (name) => statSync(new URL(`../../schemas/${name}`, import.meta.url)).size,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
  });

  test("no expression and no sentence among the defaults", () => {
    const text = brotliDecompressSync(readFileSync(new URL("../../schemas/nixos-options.br", import.meta.url)));
    const [line = ""] = text.toString("utf8", 0, 200).split("\n");
    const [types, defaults]: [number, number] = JSON.parse(line).texts;
    const start = Buffer.byteLength(line) + 1 + types;
    const values = text.toString("utf8", start, start + defaults).split("\n");
    expect(values.filter((value) => /[\s]/.test(value.replace(/^(\[ \]|\{ \})$/, "")) || /\$\{/.test(value))).toEqual(
      [],
    );
  });
});

test("packages: names alone, sorted", () => {
  const bytes = packagesBytes("2023-01", "attribute\tversion\nzsh\t5.9\nHello\t1\ngit\t2\n");
  expect(brotliDecompressSync(bytes).toString()).toBe("2023-01\nHello\ngit\nzsh");
});
