/**
 * All of NixOS's options as facts, small: names, types and plain defaults in the order of a walk over their tree, in typed
 * arrays that point into pools of texts. `scripts/tools/knownForm.mjs` says what the form is and writes it.
 * Invariants: 0 is the root; the descendants of a node follow it, up to `#end`; no type is read and nothing is
 * made an object of before somebody asks for it.
 */

import * as v from "valibot";
import { SchemaError } from "../base/errors.ts";
import type { OptionDoc, OptionNode, OptionPath, TypeInfo } from "../modules/api.ts";
import { noChildren } from "./optionTree.ts";
import { parseType } from "./parseType.ts";

/** A place in the tree: an option, or a name that leads to some. */
export type TableNode = number;

const EARLIER = 1;
const LATER = 2;
const CONFIRMED = 4;
const CONTRADICTED = 8;

/** The first line of the form. */
const headSchema = v.object({
  asOf: v.string(),
  nodes: v.number(),
  texts: v.tuple([v.number(), v.number(), v.number()]),
});

export class OptionTable {
  /** What it is the knowledge of: `2026-03`. */
  readonly asOf: string;
  /** How many options it has. */
  readonly size: number;
  readonly #types: readonly string[];
  readonly #defaults: readonly string[];
  /** Each name once. */
  readonly #names: readonly string[];
  /** By node: the number of its name, the end of its descendants, the numbers of type and default, what is known of it. */
  readonly #name: Uint16Array;
  readonly #end: Uint32Array;
  readonly #type: Uint16Array;
  readonly #default: Uint16Array;
  readonly #flags: Uint8Array;
  /** By node: `EARLIER` and `LATER` for what saw it or something below it. */
  readonly #seen: Uint8Array;
  readonly #documentation: Documentation | null;
  #tree: OptionNode | null = null;

  /**
   * Reads the bytes of the form, which are no longer compressed; `source` names them in messages. `readDocumentation`
   * gives the text of the documentation that belongs to them, and is asked for it once.
   * @throws SchemaError when they are not of that form.
   */
  constructor(bytes: Uint8Array, source: string, readDocumentation: (() => string) | null = null) {
    const reader = new Reader(bytes);
    const { asOf, nodes, texts } = parseHead(reader.line(), source);
    const [types, defaults, names] = texts.map((length) => reader.text(length).split("\n"));
    if (reader.left() !== nodes * 8) throw new SchemaError(source, `${reader.left()} bytes for ${nodes} names`);
    this.asOf = asOf;
    this.#types = types ?? [];
    this.#defaults = defaults ?? [];
    this.#names = names ?? [];
    const depth = reader.bytes(nodes);
    this.#name = reader.numbers(nodes);
    this.#type = reader.numbers(nodes);
    this.#default = reader.numbers(nodes);
    this.#flags = reader.bytes(nodes);
    this.#end = new Uint32Array(nodes + 1).fill(nodes + 1);
    this.#seen = new Uint8Array(nodes + 1);
    this.#documentation = readDocumentation === null ? null : new Documentation(readDocumentation);
    this.size = this.#connect(depth, source);
  }

  /** Finds out where the descendants of each node end; gives the number of options. */
  #connect(depth: Uint8Array, source: string): number {
    const [name, flags, end, seen] = [this.#name, this.#flags, this.#end, this.#seen];
    const above: TableNode[] = [0];
    let newest = 0;
    let options = 0;
    for (let node = 1; node <= depth.length; node++) {
      const length = (depth[node - 1] ?? 0) + 1;
      if (length > above.length) throw new SchemaError(source, `name ${node} stands below nothing`);
      while (above.length > length) end[above.pop() ?? 0] = node;
      if (name[node - 1] === 0) name[node - 1] = ++newest;
      const looks = (flags[node - 1] ?? 0) & (EARLIER | LATER);
      if (looks !== 0) options++;
      for (let level = above.length - 1; level >= 0; level--) {
        const parent = above[level] ?? 0;
        const before = seen[parent] ?? 0;
        if ((before | looks) === before) break;
        seen[parent] = before | looks;
      }
      seen[node] = (seen[node] ?? 0) | looks;
      above.push(node);
    }
    return options;
  }

  /** The child of that very name, or `null`. */
  child(node: TableNode, name: string): TableNode | null {
    for (const child of this.children(node)) if (this.name(child) === name) return child;
    return null;
  }

  *children(node: TableNode): Generator<TableNode> {
    const end = this.#end[node] ?? 0;
    for (let child = node + 1; child < end; child = this.#end[child] ?? end) yield child;
  }

  hasChildren(node: TableNode): boolean {
    return (this.#end[node] ?? 0) > node + 1;
  }

  name(node: TableNode): string {
    return textAt(this.#names, this.#name[node - 1]) ?? "";
  }

  isOption(node: TableNode): boolean {
    return this.#flag(node, EARLIER) || this.#flag(node, LATER);
  }

  /** The paths of all options that are to be proposed. Nothing is made of them but their names. */
  *paths(): Generator<OptionPath> {
    const above: { readonly name: string; readonly end: number }[] = [];
    for (let node = 1; node < this.#end.length; node++) {
      while ((above.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= node) above.pop();
      above.push({ name: this.name(node), end: this.#end[node] ?? 0 });
      if (this.isOption(node) && !this.isHidden(node)) yield above.map(({ name }) => name);
    }
  }

  /** The type that an option has; `null`: the node is no option, or its type is not known. */
  type(node: TableNode): TypeInfo | null {
    const text = textAt(this.#types, this.#type[node - 1]);
    return text === null ? null : parseType(text);
  }

  /** Its default where that is a plain literal. */
  defaultText(node: TableNode): string | null {
    return textAt(this.#defaults, this.#default[node - 1]);
  }

  documentation(node: TableNode): string | null {
    return this.#documentation?.of(node) ?? null;
  }

  /** Whether both looks saw the node, or something below it. */
  isInBoth(node: TableNode): boolean {
    return this.#seen[node] === (EARLIER | LATER);
  }

  /** Whether the later look agrees with the type; `null`: it says nothing. */
  isConfirmed(node: TableNode): boolean | null {
    return this.#flag(node, CONFIRMED) ? true : this.#flag(node, CONTRADICTED) ? false : null;
  }

  /** Whether it may be the hidden old name of an option that was renamed: good to know, not to be proposed. */
  isHidden(node: TableNode): boolean {
    return this.#flag(node, LATER) && !this.#flag(node, EARLIER) && this.#type[node - 1] === 0;
  }

  /** The whole as a tree of options, in which each node is made when it is looked at. */
  tree(): OptionNode {
    this.#tree ??= new LazyNode(this, 0, []);
    return this.#tree;
  }

  #flag(node: TableNode, flag: number): boolean {
    return ((this.#flags[node - 1] ?? 0) & flag) !== 0;
  }
}

class LazyNode implements OptionNode {
  /** What a list says may be out of date, and never is all there is. */
  readonly open = true;
  readonly isList = true;
  readonly #table: OptionTable;
  readonly #node: TableNode;
  readonly #path: OptionPath;
  #option: OptionDoc | null | undefined;
  #children: ReadonlyMap<string, OptionNode> | undefined;

  constructor(table: OptionTable, node: TableNode, path: OptionPath) {
    this.#table = table;
    this.#node = node;
    this.#path = path;
  }

  get option(): OptionDoc | null {
    if (this.#option === undefined)
      this.#option = this.#table.isOption(this.#node) ? docOf(this.#table, this.#node, this.#path) : null;
    return this.#option;
  }

  get children(): ReadonlyMap<string, OptionNode> {
    this.#children ??= this.#makeChildren();
    return this.#children;
  }

  #makeChildren(): ReadonlyMap<string, OptionNode> {
    const table = this.#table;
    if (!table.hasChildren(this.#node)) return noChildren;
    const children = new Map<string, OptionNode>();
    for (const child of table.children(this.#node)) {
      const name = table.name(child);
      children.set(name, new LazyNode(table, child, [...this.#path, name]));
    }
    return children;
  }
}

function docOf(table: OptionTable, node: TableNode, path: OptionPath): OptionDoc {
  return {
    path,
    type: table.type(node) ?? unknownType,
    description: table.documentation(node),
    defaultText: table.defaultText(node),
    exampleText: null,
    readOnly: false,
    internal: table.isHidden(node),
    declarations: [],
    declaredIn: [],
    source: "nixos",
    asOf: table.asOf,
  };
}

const unknownType: TypeInfo = { kind: "opaque", description: "unknown" };

/** The text of a number; 0 is none. */
function textAt(texts: readonly string[], number: number | undefined): string | null {
  return number === undefined || number === 0 ? null : (texts[number - 1] ?? null);
}

function parseHead(line: string, source: string): v.InferOutput<typeof headSchema> {
  try {
    return v.parse(headSchema, JSON.parse(line));
  } catch (cause) {
    throw new SchemaError(source, "it does not begin as the form of known options does", { cause });
  }
}

/** What stands in bytes, one part after the other. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  left(): number {
    return this.#bytes.length - this.#at;
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    const line = this.text(end < 0 ? 0 : end - this.#at);
    this.#at++;
    return line;
  }

  text(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }

  /** A copy, so that the whole need not stay. */
  bytes(count: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#bytes.subarray(this.#at, this.#at + count));
    this.#at += count;
    return bytes;
  }

  /** Numbers of two bytes, low byte first, as every machine has them on which this runs. */
  numbers(count: number): Uint16Array {
    return new Uint16Array(this.bytes(count * 2).buffer);
  }
}

/** The documentation of the nodes of a table: a JSON string a line, read when one is wanted. */
class Documentation {
  readonly #read: () => string;
  #lines: readonly string[] | null = null;

  constructor(read: () => string) {
    this.#read = read;
  }

  of(node: TableNode): string | null {
    this.#lines ??= this.#read().split("\n");
    const text: unknown = JSON.parse(this.#lines[node - 1] ?? '""');
    return typeof text === "string" && text !== "" ? text : null;
  }
}
