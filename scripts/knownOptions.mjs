/**
 * Writes what the product knows of NixOS without its source, into `schemas/`:
 *
 *   node scripts/knownOptions.mjs --as-of 2026-03 --table OPTIONS.tsv --packages PACKAGES.tsv --packages-as-of 2023-01
 *   node scripts/knownOptions.mjs --as-of 2026-08 --json options.json --packages names.txt
 *
 * The table has the columns option, type, default, seen, confirmed and two looks at NixOS; the JSON is what
 * `nixosOptionsDoc` writes: one look that is sure of everything, and with documentation.
 * Invariant: of a table only facts go in: names, types, and defaults that are plain literals.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { documentationBytes, jsonRows, optionsBytes, packagesBytes, tableRows } from "./tools/knownForm.mjs";
import { inRoot } from "./tools/paths.mjs";

const text = { type: /** @type {const} */ ("string") };
const { values } = parseArgs({
  options: { "as-of": text, table: text, json: text, packages: text, "packages-as-of": text },
});
const { "as-of": asOf, table, json, packages, "packages-as-of": packagesAsOf = asOf } = values;
const read = (/** @type {string} */ path) => readFileSync(path, "utf8");
if (asOf === undefined || packagesAsOf === undefined || (table === undefined) === (json === undefined))
  throw new Error("wanted: --as-of LABEL and one of --table FILE, --json FILE");
const rows = table === undefined ? jsonRows(JSON.parse(read(json ?? ""))) : tableRows(read(table));
write("nixos-options.br", optionsBytes(asOf, rows));
if (table === undefined) write("nixos-documentation.br", documentationBytes(rows));
else rmSync(inRoot("schemas", "nixos-documentation.br"), { force: true });
if (packages !== undefined) write("nixpkgs-packages.br", packagesBytes(packagesAsOf, read(packages)));

function write(/** @type {string} */ name, /** @type {Uint8Array} */ bytes) {
  writeFileSync(inRoot("schemas", name), bytes);
  console.log(`schemas/${name}  ${Math.ceil(bytes.length / 1024)} KiB`);
}
