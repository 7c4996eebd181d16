/**
 * Reports a name that no scope, and no `with`, can supply. Silent in a file that does not parse: there, a word may be
 * anything.
 */

import { libDocs } from "../../nixpkgs/lib/docs.ts";
import { nearestNames } from "../../schema/lookup.ts";
import { nameUses } from "../../syntax/scopes/nameUses.ts";
import { GLOBAL_NAMES, namesIn, scopesAlong } from "../../syntax/scopes/scope.ts";
import type { Formals, Lambda, Node } from "../../syntax/tree/ast.ts";
import { isPlainName } from "../../syntax/tree/attrName.ts";
import { addFormal } from "../edit/addFormal.ts";
import { nodesAround } from "../edit/enclosing.ts";
import { libName } from "../edit/libName.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "undefined-name",
  severity: "error",
  summary: "A name that no scope, and no `with`, can supply.",
  documentation: `
A variable that no \`let\`, function argument, \`rec\` set, \`with\` or builtin can supply.

**Fixes:** the nearest name in scope; add it to the function's arguments; \`lib.\` in front of it.
`,
};

export const undefinedName: SyntaxRule = {
  meta,
  fixes,
  check(file) {
    if (file.root === null || file.problems.length > 0) return [];
    const found = nameUses(file.root).undefined.map((use) => ({
      code: meta.code,
      uri: file.uri,
      range: file.rangeOf(use),
      message: `The name ${use.name} is not defined here.`,
    }));
    return found.sort((left, right) => left.range.start - right.range.start);
  },
};

/** What modules write most of what `lib` takes from the module system. */
const MODULE_NAMES: ReadonlySet<string> = new Set([
  "types",
  "evalModules",
  "literalExpression",
  "literalMD",
  "mdDoc",
  "mkAfter",
  "mkAliasOptionModule",
  "mkBefore",
  "mkChangedOptionModule",
  "mkDefault",
  "mkEnableOption",
  "mkForce",
  "mkIf",
  "mkImageMediaOverride",
  "mkMerge",
  "mkMergedOptionModule",
  "mkOption",
  "mkOptionDefault",
  "mkOrder",
  "mkOverride",
  "mkPackageOption",
  "mkRemovedOptionModule",
  "mkRenamedOptionModule",
  "mkVMOverride",
]);

/** How many of the nearest names are proposed. */
const MOST_NAMES = 3;

/** The nearest name, `lib.` before it, or one more argument of the function around it. */
function fixes({ file }: FixContext, { range }: OpenFinding): Fix[] {
  const trail = nodesAround(file, range);
  const use = trail.at(-1);
  if (use?.kind !== "variable" && use?.kind !== "inheritName") return [];
  const { name } = use;
  const replace = (title: string, newText: string): Fix => ({
    title,
    preferred: false,
    edits: [{ uri: file.uri, range, newText }],
  });
  const visible = new Set([...scopesAlong(trail).flatMap(namesIn), ...GLOBAL_NAMES]);
  const nearest = nearestNames(visible, name, MOST_NAMES).filter(isPlainName);
  const fixes: Fix[] = [];
  if (use.kind === "variable" && (libDocs().has(name) || MODULE_NAMES.has(name))) {
    const inLib = libName(file, range.start, name);
    if (inLib !== null) {
      const { edits, ...fix } = replace(`Write ${inLib.name}`, inLib.name);
      fixes.push({ ...fix, edits: [...edits, ...inLib.edits] });
    }
  }
  if (use.kind === "variable") fixes.push(...nearest.map((near) => replace(`Write ${near}`, near)));
  const formals = nearestFormals(trail);
  if (formals !== null && isPlainName(name)) {
    const edits = [addFormal(file, formals, name)];
    fixes.push({ title: `Add ${name} to the function's arguments`, preferred: false, edits });
  }
  return fixes.map((fix, index) => ({ ...fix, preferred: index === 0 }));
}

/** The arguments of the innermost function around that takes a set. */
function nearestFormals(trail: readonly Node[]): Formals | null {
  const lambdas = trail.filter((node): node is Lambda => node.kind === "lambda" && node.formals !== null);
  return lambdas.at(-1)?.formals ?? null;
}
