/** How a function of `lib` can be named at a place, and what has to be added for that. */
import type { Binding, Node } from "../../syntax/ast.ts";
import type { ParsedFile } from "../../syntax/parsedFile.ts";
import type { TextEdit } from "../rule.ts";
import { addFormal } from "./addFormal.ts";
import { nodesAround } from "./enclosing.ts";

export interface LibName {
  /** `lib.mkForce` */
  readonly name: string;
  /** Brings `lib` into the module's formals where it is not there yet. */
  readonly edits: readonly TextEdit[];
}

/** Gives `null` where `lib` is not in scope and no formals can take it in. */
export function libName(file: ParsedFile, offset: number, name: string): LibName | null {
  const around = nodesAround(file, { start: offset, end: offset });
  if (around.some((node) => binds(node, "lib"))) return { name: `lib.${name}`, edits: [] };
  const { root } = file;
  if (root?.kind !== "lambda" || root.formals === null) return null;
  return { name: `lib.${name}`, edits: [addFormal(file, root.formals, "lib")] };
}

function binds(node: Node, name: string): boolean {
  switch (node.kind) {
    case "lambda":
      return node.name?.name === name || (node.formals?.formals ?? []).some((formal) => formal.name.name === name);
    case "let":
      return node.bindings.some((binding) => defines(binding, name));
    case "attrSet":
      return node.recursive && node.bindings.some((binding) => defines(binding, name));
    default:
      return false;
  }
}

function defines(binding: Binding, name: string): boolean {
  if (binding.kind === "inherit") return binding.names.some((inherited) => inherited.name === name);
  const first = binding.path[0];
  return first?.kind === "attrName" && first.name === name;
}
