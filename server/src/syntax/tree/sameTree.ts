/** Whether two trees say the same, wherever their parts stand. */
import type { Node } from "./ast.ts";

/** Where a node stands, and how a text is quoted. */
const looks: ReadonlySet<string> = new Set(["anchor", "start", "end", "quote", "quoted"]);

/** The same forms, names and texts in the same order; white space, comments, parentheses and quotes do not matter. */
export function sameTree(left: Node | null, right: Node | null): boolean {
  const stack: [unknown, unknown][] = [[left, right]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = pair;
    if (a === b || Object.is(a, b)) continue;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const inA = Object.entries(a).filter(([key]) => !looks.has(key));
    const inB = new Map(Object.entries(b).filter(([key]) => !looks.has(key)));
    if (inA.length !== inB.size) return false;
    for (const [key, value] of inA) {
      if (!inB.has(key)) return false;
      stack.push([value, inB.get(key)]);
    }
  }
  return true;
}
