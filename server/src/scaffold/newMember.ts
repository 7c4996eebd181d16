/**
 * The lists of a cluster's members, `[ { id = 1; address = "a:2380"; } … ]`, wherever they are written: in a function, in
 * one shared module, or once on every member. A new member gets the next id in each.
 */
import { enclosingBindings } from "../rules/edit/enclosing.ts";
import { insertAfter } from "../rules/edit/insertAfter.ts";
import type { TextEdit } from "../rules/support/rule.ts";
import type { Expression, List } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { descendants } from "../syntax/tree/walk.ts";
import { bindingOfPath, bodyOf } from "./edit/draft.ts";
import { type NewName, renamedText } from "./edit/namedEntries.ts";

export interface MemberList {
  readonly file: ParsedFile;
  readonly list: List;
  readonly ids: readonly number[];
  /** The cluster whose option it is the value of; `null` where it is made for several. */
  readonly service: string | null;
}

export function memberLists(file: ParsedFile, clusters: readonly string[]): readonly MemberList[] {
  if (file.root === null) return [];
  return [...descendants(file.root)].flatMap((list) => {
    if (list.kind !== "list" || list.items.length === 0) return [];
    const ids = list.items.map(idOf);
    if (ids.some((id) => id === null)) return [];
    const names = enclosingBindings(file, file.rangeOf(list)).flatMap(({ path }) =>
      path.flatMap((name) => (name.kind === "attrName" ? [name.name] : [])),
    );
    const service = clusters.find((cluster) => names.includes(cluster)) ?? null;
    return [{ file, list, ids: ids.filter((id) => id !== null), service }];
  });
}

export function newMember({ file, list }: MemberList, id: number, wanted: NewName): TextEdit | null {
  const model = list.items.find((item) => renamedText(file, item, wanted) !== textOf(file, item));
  const last = list.items.at(-1);
  if (model === undefined || last === undefined) return null;
  const text = renamedText(file, model, wanted).replace(/\bid(\s*=\s*)\d+/, (_, equals: string) => `id${equals}${id}`);
  return insertAfter(file, last, last, text);
}

function textOf(file: ParsedFile, node: Expression): string {
  const { start, end } = file.rangeOf(node);
  return file.text.slice(start, end);
}

function idOf(item: Expression): number | null {
  const bindings = bodyOf(item)?.bindings ?? [];
  const id = bindingOfPath(bindings, ["id"])?.value;
  return id?.kind === "integer" && bindingOfPath(bindings, ["address"]) !== null ? Number(id.value) : null;
}
