/**
 * Where a configuration lists its hosts by name, in whatever form: attributes of a set (`nixosConfigurations = { a = …; }`,
 * `nixosConfigurations.a = …`, addresses by host, nodes of a hive) or words of a list (`genAttrs [ "a" "b" ]`). A new
 * host's entry is made from another's.
 *
 *   node1 = mkNode "node1" [ ];        →  node1 = mkNode "node1" [ ];
 *                                         node4 = mkNode "node4" [ ];
 *   genAttrs [ "a" "b" ] makeHost      →  genAttrs [ "a" "b" "c" ] makeHost
 *
 * Invariant: an entry is only added where every host has one; what a user wrote stays byte for byte.
 */
import { covers } from "../../base/range.ts";
import { insertAfter } from "../../rules/edit/insertAfter.ts";
import type { TextEdit } from "../../rules/support/rule.ts";
import type { AttrSet, List, Node, ValueBinding } from "../../syntax/tree/ast.ts";
import { formatName, quoteString } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { children, descendants } from "../../syntax/tree/walk.ts";

export interface NewName {
  readonly name: string;
  /** The host whose entries are copied. */
  readonly like: string;
  /** All hosts that have entries, `like` among them. */
  readonly hosts: readonly string[];
  /** Addresses of `like`, which become `address`. */
  readonly addresses: readonly string[];
  readonly address: string;
}

/** An IP address, not a name. */
export function isAddress(text: string): boolean {
  return /^\d+(\.\d+){3}$|^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text);
}

/** The entries for a new host in one file. */
export function namedEntries(file: ParsedFile, wanted: NewName): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const visit = (node: Node): void => {
    const entry =
      node.kind === "attrSet" ? inSet(file, node, wanted) : node.kind === "list" ? inList(file, node, wanted) : null;
    if (entry !== null) edits.push(entry.edit);
    for (const child of children(node)) if (!entry?.copied.includes(child)) visit(child);
  };
  if (file.root !== null) visit(file.root);
  return edits;
}

/** A node's text with the new host's name and address in place of the other's. */
export function renamedText(file: ParsedFile, node: Node, wanted: NewName): string {
  const { start, end } = file.rangeOf(node);
  const changes = [...descendants(node)].flatMap((inner) => {
    const range = file.rangeOf(inner);
    const text = file.text.slice(range.start, range.end);
    const after = renamedPart(inner, text, wanted);
    return after === null || after === text ? [] : [{ range, after }];
  });
  // A string with interpolations is changed as a whole.
  const outermost = changes.filter(
    ({ range }) => !changes.some((other) => other.range !== range && covers(other.range, range)),
  );
  return outermost
    .sort((left, right) => right.range.start - left.range.start)
    .reduce(
      (text, { range, after }) => {
        return text.slice(0, range.start - start) + after + text.slice(range.end - start);
      },
      file.text.slice(start, end),
    );
}

/** A text with one name in place of another, where it stands as a word of its own. */
export function renamedWord(text: string, from: string, to: string): string {
  const word = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, "g"), () => to);
}

function renamedPart(node: Node, text: string, { name, like, addresses, address }: NewName): string | null {
  if (node.kind === "attrName") return node.name === like ? formatName(name) : null;
  if (node.kind === "path") return renamedWord(text, like, name);
  if (node.kind !== "string") return null;
  const [only] = node.parts;
  if (node.parts.length === 1 && only?.kind === "text" && addresses.includes(only.text)) return quoteString(address);
  return renamedWord(text, like, name);
}

interface Entry {
  readonly edit: TextEdit;
  /** Nodes whose copies are in the edit, so that nothing inside them is an entry as well. */
  readonly copied: readonly Node[];
}

function inSet(file: ParsedFile, set: AttrSet, wanted: NewName): Entry | null {
  const named = set.bindings.flatMap((binding) => {
    const host = binding.kind === "binding" ? hostOf(file, binding, wanted) : null;
    return host === null || binding.kind !== "binding" ? [] : [{ host, binding }];
  });
  const model = named.find(({ host }) => host === wanted.like);
  if (model === undefined) return null;
  const group = named.filter(({ binding }) => prefixOf(file, binding) === prefixOf(file, model.binding));
  if (!wanted.hosts.every((host) => group.some((entry) => entry.host === host))) return null;
  const last = group.at(-1)?.binding ?? model.binding;
  return {
    edit: insertAfter(file, last, model.binding, renamedText(file, model.binding, wanted)),
    copied: group.map(({ binding }) => binding),
  };
}

/** The host that a binding is the entry of, by the last name of its path; `${addresses.a}` counts as `a`. */
function hostOf(file: ParsedFile, { path }: ValueBinding, { hosts }: NewName): string | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  if (last.kind === "attrName") return hosts.includes(last.name) ? last.name : null;
  const { start, end } = file.rangeOf(last);
  const text = file.text.slice(start, end);
  return hosts.find((host) => renamedWord(text, host, "\0") !== text) ?? null;
}

function prefixOf(file: ParsedFile, { path }: ValueBinding): string {
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined || path.length < 2) return "";
  return file.text.slice(file.rangeOf(first).start, file.rangeOf(last).start).replace(/\s/g, "");
}

function inList(file: ParsedFile, list: List, wanted: NewName): Entry | null {
  const words = list.items.map((item) => {
    const [only] = item.kind === "string" ? item.parts : [];
    return only?.kind === "text" ? only.text : null;
  });
  if (!wanted.hosts.every((host) => words.includes(host)) || words.some((word) => word === null)) return null;
  const last = list.items.at(-1);
  return last === undefined
    ? null
    : { edit: insertAfter(file, last, last, quoteString(wanted.name)), copied: list.items };
}
