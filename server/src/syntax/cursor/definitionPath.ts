/** Option paths as the text shows them: the names of all bindings around a place, with what is transparent seen through. */
import type { Apply, AttrName, Expression, Node } from "../tree/ast.ts";
import type { DefinitionPath, PathRoot } from "./cursor.ts";

/** The decoded name, `null` for a computed one. */
export function nameOf(name: AttrName): string | null {
  return name.kind === "attrName" ? name.name : null;
}

/** What a place has gathered on the way from the root. */
interface Progress {
  readonly root: PathRoot;
  readonly names: readonly string[];
  /** True where the next list is one of parts to merge: its items stand where it stands. */
  readonly merged: boolean;
  /** What the body of the next function is one value of: `<name>` in `mapAttrs (name: value: …)`. */
  readonly each: string | null;
}

/** The definition path of the last node of `trail`, which starts at the root expression. */
export function definitionPath(trail: readonly Node[]): DefinitionPath {
  let progress: Progress = { root: { kind: "file" }, names: [], merged: false, each: null };
  for (let index = 0; index + 1 < trail.length; index++) {
    const node = trail[index];
    const child = trail[index + 1];
    if (node !== undefined && child !== undefined) progress = step(progress, node, child, trail, index);
  }
  return { root: progress.root, names: progress.names };
}

const ELSEWHERE: Progress = { root: { kind: "expression" }, names: [], merged: false, each: null };

function step(progress: Progress, node: Node, child: Node, trail: readonly Node[], index: number): Progress {
  switch (node.kind) {
    case "attrSet":
    case "attrName":
      return progress;
    case "let":
      return child === node.body ? progress : { ...ELSEWHERE, root: { kind: "let" } };
    case "binding":
      if (child !== node.value) return child.kind === "dynamicAttrName" ? ELSEWHERE : progress;
      return {
        ...progress,
        names: [...progress.names, ...node.path.map((name) => nameOf(name) ?? "<name>")],
        merged: false,
        each: null,
      };
    case "inherit":
      return child === node.from ? ELSEWHERE : progress;
    case "list":
      return progress.merged ? { ...progress, merged: false } : { ...progress, names: [...progress.names, "*"] };
    case "lambda":
      return child === node.body ? enterFunction(progress, node.body) : progress;
    case "with":
    case "assert":
      return child === node.body ? progress : ELSEWHERE;
    case "if":
      return child === node.condition ? ELSEWHERE : progress;
    case "binary":
      return node.operator === "//" || node.operator === "++" ? progress : ELSEWHERE;
    case "select":
      return child === node.target && child.kind === "variable"
        ? progress
        : child === node.target
          ? ELSEWHERE
          : progress;
    case "hasAttr":
      return ELSEWHERE;
    case "apply":
      return child === node.function ? progress : enterArgument(progress, node, trail.slice(0, index));
    default:
      return ELSEWHERE;
  }
}

/** Inside `name: value: { … }` given to `mapAttrs` and its like, the innermost body is one of the values. */
function enterFunction(progress: Progress, body: Expression | null): Progress {
  if (progress.each === null || body?.kind === "lambda") return progress;
  return { ...progress, names: [...progress.names, progress.each], each: null };
}

type Effect = "same" | "merged" | "item" | "eachName" | "eachItem" | "eachMerged";

/** Functions that are seen through: what each argument, by position, is of the value that the call makes. */
const TRANSPARENT: ReadonlyMap<string, readonly (Effect | null)[]> = new Map<string, (Effect | null)[]>([
  ["mkIf", [null, "same"]],
  ["mkMerge", ["merged"]],
  ["mkDefault", ["same"]],
  ["mkForce", ["same"]],
  ["mkVMOverride", ["same"]],
  ["mkImageMediaOverride", ["same"]],
  ["mkOptionDefault", ["same"]],
  ["mkOverride", [null, "same"]],
  ["mkOrder", [null, "same"]],
  ["mkBefore", ["same"]],
  ["mkAfter", ["same"]],
  ["mkAssert", [null, null, "same"]],
  ["optionalAttrs", [null, "same"]],
  ["optionals", [null, "same"]],
  ["optional", [null, "item"]],
  ["singleton", ["item"]],
  ["recursiveUpdate", ["same", "same"]],
  ["mergeAttrs", ["same", "same"]],
  ["mergeAttrsList", ["merged"]],
  ["concatLists", ["merged"]],
  ["flatten", ["merged"]],
  ["unique", ["same"]],
  ["mapAttrs", ["eachName"]],
  ["genAttrs", [null, "eachName"]],
  ["map", ["eachItem"]],
  ["forEach", [null, "eachItem"]],
  ["imap0", ["eachItem"]],
  ["imap1", ["eachItem"]],
  ["concatMap", ["eachMerged"]],
  ["warn", [null, "same"]],
  ["warnIf", [null, null, "same"]],
  ["throwIf", [null, null, "same"]],
  ["throwIfNot", [null, null, "same"]],
]);

function enterArgument(progress: Progress, node: Apply, above: readonly Node[]): Progress {
  const { head, count } = calleeOf(node);
  const effect = TRANSPARENT.get(head === null ? "" : calledName(head))?.[count] ?? null;
  switch (effect) {
    case "same":
      return progress;
    case "merged":
      return { ...progress, merged: true };
    case "item":
      return progress.merged ? { ...progress, merged: false } : { ...progress, names: [...progress.names, "*"] };
    case "eachName":
      return { ...progress, each: "<name>" };
    case "eachItem":
      return progress.merged ? { ...progress, merged: false } : { ...progress, each: "*" };
    case "eachMerged":
      return progress;
    case null:
      return { ...ELSEWHERE, root: isOperand(above) ? ELSEWHERE.root : { kind: "argument", function: node.function } };
  }
}

/** Whether a call is only a condition or operand, so that its argument is part of no definition. */
function isOperand(above: readonly Node[]): boolean {
  const parent = above.at(-1);
  return parent?.kind === "unary" || parent?.kind === "hasAttr";
}

/** What is called in the end, and how many arguments come before this call's own. */
function calleeOf(node: Apply): { head: Expression | null; count: number } {
  let head = node.function;
  let count = 0;
  while (head?.kind === "apply") {
    head = head.function;
    count++;
  }
  return { head, count };
}

/** `mkIf` for `mkIf`, `lib.mkIf` and `lib.modules.mkIf`. */
function calledName(head: Expression): string {
  if (head.kind === "variable") return head.name;
  const last = head.kind === "select" ? head.path.at(-1) : undefined;
  return last === undefined ? "" : (nameOf(last) ?? "");
}
