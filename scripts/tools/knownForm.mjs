/**
 * The form in which the product carries what it knows of NixOS's options and of packages;
 * `server/src/schema/optionTable.ts` reads it. All of it is compressed with Brotli:
 *
 *   {"asOf":"2026-03","nodes":5,"texts":[…]}   one line: whose knowledge it is, how many names the tree has, and how many
 *                                              bytes the texts that follow have: types, defaults, names, one text a line
 *   then for each name of the tree, parents before children, columns of numbers (low byte first):
 *     1 byte   how many names stand above it
 *     2 bytes  its name: 0 for the next one that no line before had, else the number of the name, from 1
 *     2 bytes  its type, 2 bytes its default: numbers from 1, 0 for none
 *     1 byte   what is known of it: 1 and 2 for an option that the earlier and the later look saw (both: 3), 4 where the
 *              later look confirms the type, 8 where it contradicts it; 0: no option, only the way to some
 */
import { Buffer } from "node:buffer";
import { brotliCompressSync, constants } from "node:zlib";

/**
 * @typedef {object} Row
 * @property {readonly string[]} path
 * @property {string} type as NixOS describes it, or empty
 * @property {string} value the default where it is a plain literal, or empty
 * @property {number} flags
 * @property {string} documentation Markdown, or empty
 */

/** @param {string} text a table as `nixos-options-known.tsv` @returns {Row[]} */
export function tableRows(text) {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  if (head !== "option\ttype\tdefault\tseen\tconfirmed") throw new Error(`not the table that was expected: ${head}`);
  return lines.map((line) => {
    const [option = "", type = "", value = "", seen = "", confirmed = ""] = line.split("\t");
    const later = seen.includes("2026") || seen === "both";
    const earlier = seen.includes("2024") || seen === "both";
    return {
      path: splitPath(option),
      type: typeText(type),
      value: plainLiteral(value),
      flags: (earlier ? 1 : 0) | (later ? 2 : 0) | (confirmed === "yes" ? 4 : confirmed === "no" ? 8 : 0),
      documentation: "",
    };
  });
}

/**
 * @typedef {object} Entry an option as `nixosOptionsDoc` writes it
 * @property {string[]} loc
 * @property {string} [type]
 * @property {{ text?: string }} [default]
 * @property {boolean} [internal]
 * @property {string | { text: string } | null} [description]
 */

/** @param {Readonly<Record<string, Entry>>} json @returns {Row[]} */
export function jsonRows(json) {
  return Object.values(json)
    .filter(({ internal }) => internal !== true)
    .map(({ loc, type, default: given, description }) => ({
      path: loc,
      type: typeText(type ?? ""),
      value: plainLiteral(given?.text ?? ""),
      flags: 1 | 2 | 4,
      documentation: (typeof description === "string" ? description : (description?.text ?? "")).trim(),
    }));
}

/** @typedef {{ row: Row | null, children: Map<string, Node> }} Node */

/** @param {string} asOf @param {readonly Row[]} rows */
export function optionsBytes(asOf, rows) {
  const types = byFrequency(rows.map(({ type }) => type));
  const values = byFrequency(rows.map(({ value }) => value));
  const nodes = [...walk(treeOf(rows), 0)];
  /** @type {Map<string, number>} */
  const names = new Map();
  const columns = [1, 2, 2, 2, 1].map((width) => Buffer.alloc(width * nodes.length));
  for (const [index, { name, depth, row }] of nodes.entries()) {
    if (/\n/.test(name) || name === "") throw new Error(`a name that no line can hold: ${JSON.stringify(name)}`);
    const known = names.get(name);
    if (known === undefined) names.set(name, names.size + 1);
    const cells = [
      depth,
      known ?? 0,
      types.get(row?.type ?? "") ?? 0,
      values.get(row?.value ?? "") ?? 0,
      row?.flags ?? 0,
    ];
    for (const [number, column] of columns.entries()) {
      const width = column.length / nodes.length;
      column.writeUIntLE(cells[number] ?? 0, index * width, width);
    }
  }
  const texts = [types, values, names].map((numbers) => Buffer.from([...numbers.keys()].join("\n")));
  const head = JSON.stringify({ asOf, nodes: nodes.length, texts: texts.map(({ length }) => length) });
  return compressed([Buffer.from(`${head}\n`), ...texts, ...columns]);
}

/**
 * The documentation of the same options, in the order of the names of the tree: a JSON string a line.
 * @param {readonly Row[]} rows
 */
export function documentationBytes(rows) {
  const texts = [...walk(treeOf(rows), 0)].map(({ row }) => JSON.stringify(row?.documentation ?? ""));
  return compressed([Buffer.from(texts.join("\n"))]);
}

/** @param {string} asOf @param {string} text names, one a line; what follows a tab is left out, and so is a heading. */
export function packagesBytes(asOf, text) {
  const lines = text.trimEnd().split("\n");
  const names = lines.map((line) => line.split("\t")[0] ?? "").filter((name) => name !== "attribute" && name !== "");
  return compressed([Buffer.from([asOf, ...[...new Set(names)].sort(compareBytes)].join("\n"))]);
}

/** @param {readonly Buffer[]} parts */
function compressed(parts) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
  return brotliCompressSync(Buffer.concat(parts), { params });
}

/** @param {readonly Row[]} rows @returns {Node} */
function treeOf(rows) {
  /** @type {Node} */
  const root = { row: null, children: new Map() };
  for (const row of rows) {
    let node = root;
    for (const name of row.path) {
      let child = node.children.get(name);
      if (child === undefined) {
        child = { row: null, children: new Map() };
        node.children.set(name, child);
      }
      node = child;
    }
    node.row = row;
  }
  return root;
}

/** @param {Node} node @param {number} depth @returns {Generator<{ name: string, depth: number, row: Row | null }>} */
function* walk(node, depth) {
  for (const [name, child] of [...node.children].sort(([one], [other]) => compareBytes(one, other))) {
    yield { name, depth, row: child.row };
    yield* walk(child, depth + 1);
  }
}

/** The numbers of texts, from 1, the most frequent first: short numbers stand most often. @param {readonly string[]} texts */
function byFrequency(texts) {
  const counts = new Map();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort(([one, a], [other, b]) => b - a || compareBytes(one, other));
  return new Map(sorted.map(([text], index) => [text, index + 1]));
}

/**
 * Types in one line, as nixpkgs writes them: the table has typographic quotes, and has lost those around nothing. An
 * explanation behind a type's name is documentation. @param {string} text
 */
function typeText(text) {
  const line = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/one of , /g, "one of “”, ")
    .replaceAll("one of true, or ", "one of true, “” or ");
  const quoted = line
    .replace(/““([^”]*)””/g, '“"$1"”')
    .replace(/“([^”]*)”/g, (_, inside) => `"${inside.replaceAll('"', '\\"')}"`);
  return quoted.replace(/^([^"]*?)\. [A-Z].*$/, "$1");
}

const literal = /^(?:true|false|null|\[ *\]|\{ *\}|-?\d+(?:\.\d+)?|"(?:[^"\\$\s()‹›]|\$(?!\{))*")$/;

/** A default that is a literal: an expression or a sentence is not one. @param {string} text */
function plainLiteral(text) {
  const value = text.trim();
  return literal.test(value) && value.length <= 100 ? value.replace(/^([[{]) *([\]}])$/, "$1 $2") : "";
}

/** The names of a path as manuals print it: what stands in quotes is one name. @param {string} printed */
function splitPath(printed) {
  const parts = printed.matchAll(/"((?:[^"\\]|\\.)*)"|<[^>]*>|[^."]+/g);
  return [...parts].map((match) => (match[1] === undefined ? match[0] : match[1].replace(/\\(.)/g, "$1")));
}

/** @param {string} one @param {string} other */
function compareBytes(one, other) {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
