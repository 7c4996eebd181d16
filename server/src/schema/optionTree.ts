/**
 * Building the tree of options from declarations, and what every reader of it shares.
 * Invariant: a finished `OptionNode` never changes; nodes without children share one empty table.
 */
import type { OptionDoc, OptionNode, TypeInfo } from "../modules/api.ts";

export const noChildren: ReadonlyMap<string, OptionNode> = new Map();

/** A tree that knows nothing, and so rules nothing out. */
export const emptyOptions: OptionNode = { option: null, children: noChildren, open: true };

/** The tree of these declarations. Where two have one path, the later one adds what the earlier one lacks. */
export function buildOptionTree(options: Iterable<OptionDoc>, rootOpen: boolean): OptionNode {
  const root: Draft = { option: null, children: null };
  for (const option of options) {
    let node = root;
    for (const name of option.path) node = childOf(node, name);
    node.option = node.option === null ? option : combineDocs(node.option, option);
  }
  return finish(root, rootOpen);
}

interface Draft {
  option: OptionDoc | null;
  children: Map<string, Draft> | null;
}

function childOf(node: Draft, name: string): Draft {
  node.children ??= new Map();
  let child = node.children.get(name);
  if (child === undefined) {
    child = { option: null, children: null };
    node.children.set(name, child);
  }
  return child;
}

function finish(draft: Draft, rootOpen: boolean | null): OptionNode {
  const open = rootOpen ?? (draft.option !== null && takesAnyName(draft.option.type));
  if (draft.children === null) return { option: draft.option, children: noChildren, open };
  const children = new Map<string, OptionNode>();
  for (const [name, child] of draft.children) children.set(name, finish(child, null));
  return { option: draft.option, children, open };
}

/** Whether a value of this type may hold attributes that no option declares. */
function takesAnyName(type: TypeInfo): boolean {
  switch (type.kind) {
    case "attrs":
    case "anything":
    case "attrsOf":
    case "opaque":
      return true;
    case "submodule":
      return type.inner !== undefined && type.inner.length > 0;
    case "nullOr":
    case "either":
    case "coercedTo":
      return (type.inner ?? []).some(takesAnyName);
    default:
      return false;
  }
}

/** One declaration out of two of the same option: `first` wins, `second` adds what `first` does not say. */
export function combineDocs(first: OptionDoc, second: OptionDoc): OptionDoc {
  if (first === second) return first;
  const links = unique([...(first.links ?? []), ...(second.links ?? [])], (link) => link.url);
  return {
    path: first.path,
    type: first.type.kind === "opaque" && second.type.kind !== "opaque" ? second.type : first.type,
    description: first.description ?? second.description,
    defaultText: first.defaultText ?? second.defaultText,
    exampleText: first.exampleText ?? second.exampleText,
    readOnly: first.readOnly || second.readOnly,
    internal: first.internal && second.internal,
    declarations: unique([...first.declarations, ...second.declarations], placeKey),
    declaredIn: unique([...first.declaredIn, ...second.declaredIn], (file) => file),
    ...(links.length > 0 ? { links } : {}),
    source: first.source,
  };
}

function placeKey(place: OptionDoc["declarations"][number]): string {
  return `${place.uri}#${place.range.start.line}:${place.range.start.character}`;
}

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
