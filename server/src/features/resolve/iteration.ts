/**
 * Resolves the argument that `map`, `mapAttrs` and their kin give a function: an element of the collection they go
 * through.
 */
import { covers } from "../../base/range.ts";
import type { Expression, Lambda, Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { children } from "../../syntax/tree/walk.ts";
import { calledName } from "./literals.ts";

export interface Iteration {
  readonly collection: Expression;
  /** The element's place below the collection: any attribute, or any item of a list. */
  readonly element: "<name>" | "*";
  /** How many functions stand between the collection and the argument: 2 for `name: value: …`. */
  readonly depth: number;
}

const overLists: ReadonlySet<string> = new Set([
  "map",
  "filter",
  "any",
  "all",
  "concatMap",
  "concatMapStrings",
  "concatMapStringsSep",
  "forEach",
  "findFirst",
  "partition",
]);

const overSets: ReadonlySet<string> = new Set([
  "mapAttrs",
  "mapAttrs'",
  "mapAttrsToList",
  "filterAttrs",
  "concatMapAttrs",
  "mapAttrsFlatten",
]);

/** What `lambda`, a function of one plain name, is given; `null` where it is not the function of a known iteration. */
export function iterationOf(lambda: Lambda, file: ParsedFile): Iteration | null {
  const above = ancestors(lambda, file);
  const parent = above.at(-1);
  const isSecond = parent?.kind === "lambda" && parent.body === lambda;
  const outer: Node = isSecond ? parent : lambda;
  const [around, call] = isSecond ? [above.at(-3), above.at(-2)] : [above.at(-2), above.at(-1)];
  if (call?.kind !== "apply" || call.argument !== outer) return null;
  const name = calledName(call.function) ?? "";
  if (isSecond ? !overSets.has(name) : !overLists.has(name)) return null;
  const given = name === "forEach" ? call.function : around;
  const isCollection = given?.kind === "apply" && (name === "forEach" || given.function === call);
  if (!isCollection || given.argument === null) return null;
  const depth = isSecond ? 2 : 1;
  const { argument } = given;
  // `map f (attrValues set)` goes through the set.
  if (!isSecond && argument.kind === "apply" && calledName(argument.function) === "attrValues") {
    return argument.argument && { collection: argument.argument, element: "<name>", depth };
  }
  return { collection: argument, element: isSecond ? "<name>" : "*", depth };
}

/** The nodes around `node`, the outermost first. */
function ancestors(node: Node, file: ParsedFile): readonly Node[] {
  const range = file.rangeOf(node);
  const found: Node[] = [];
  let here: Node | null = file.root;
  while (here !== null && here !== node) {
    found.push(here);
    here = children(here).find((child) => child === node || covers(file.rangeOf(child), range)) ?? null;
  }
  return here === node ? found : [];
}
