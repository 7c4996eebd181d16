/** Finds functions that are modules of their own inside a module: the argument of `types.submodule`. */
import { covers } from "../../base/range.ts";
import type { Lambda, Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { children } from "../../syntax/tree/walk.ts";
import { calledName } from "./literals.ts";

const submoduleMakers: ReadonlySet<string> = new Set(["submodule", "submoduleWith", "deferredModuleWith"]);

/** Whether `config` in this function means a submodule's own options, not the host's. */
export function isSubmoduleArgument(lambda: Lambda, file: ParsedFile): boolean {
  const range = file.rangeOf(lambda);
  let node: Node | null = file.root;
  let inSubmodule = false;
  while (node !== null && node !== lambda) {
    if (node.kind === "apply" && submoduleMakers.has(calledName(node.function) ?? "")) inSubmodule = true;
    node = children(node).find((child) => covers(file.rangeOf(child), range)) ?? null;
  }
  return inSubmodule;
}
