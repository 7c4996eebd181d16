/**
 * Static scopes: what each name in a file means. Invariant: linear in the size of the file; a name is resolved by the
 * innermost `let`, `rec`, function or `inherit` that binds it, else it is a global, else a `with` may supply it.
 */
import { sideTable } from "../../base/sideTable.ts";
import type { AttrSet, Binding, Expression, InheritName, Lambda, Let, Node, Variable, With } from "../tree/ast.ts";
import { children } from "../tree/walk.ts";

/** What brings names into scope. A `rec` set is an `AttrSet`. */
export type ScopeNode = Let | Lambda | AttrSet | With;

/** Names that Nix itself brings into every file. */
export const GLOBAL_NAMES: ReadonlySet<string> = new Set([
  "true",
  "false",
  "null",
  "builtins",
  "abort",
  "baseNameOf",
  "break",
  "derivation",
  "derivationStrict",
  "dirOf",
  "fetchGit",
  "fetchMercurial",
  "fetchTarball",
  "fetchTree",
  "fromTOML",
  "import",
  "isNull",
  "map",
  "placeholder",
  "removeAttrs",
  "scopedImport",
  "throw",
  "toString",
]);

/** A place that binds a name. One name may have several in one scope: `a.b = 1; a.c = 2;`. */
export interface NameDeclaration {
  readonly name: string;
  readonly kind: "binding" | "inherit" | "formal" | "parameter";
  readonly nodes: readonly Node[];
  readonly scope: Let | Lambda | AttrSet;
}

/** A use of a name: a variable, or a name after `inherit` without parentheses. */
export type NameUse = Variable | InheritName;

export type Resolution =
  | { readonly kind: "declared"; readonly declaration: NameDeclaration }
  | { readonly kind: "global" }
  /** No scope binds it for sure; the innermost of the enclosing `with`s comes first. */
  | { readonly kind: "with"; readonly scopes: readonly With[] }
  | { readonly kind: "unbound" };

export interface ScopeAnalysis {
  readonly uses: ReadonlyMap<NameUse, Resolution>;
  readonly declarations: readonly NameDeclaration[];
  /** How often each declaration is used. */
  readonly useCounts: ReadonlyMap<NameDeclaration, number>;
  readonly withs: readonly With[];
  /** The `with`s that a name may come from. */
  readonly usedWiths: ReadonlySet<With>;
}

interface Frame {
  readonly up: Frame | null;
  readonly declared: ReadonlyMap<string, NameDeclaration> | null;
  readonly with: With | null;
  /** A scope whose names are not told apart: any name may come from it. */
  readonly opaque?: true;
}

interface Analysis {
  readonly uses: Map<NameUse, Resolution>;
  readonly declarations: NameDeclaration[];
  readonly useCounts: Map<NameDeclaration, number>;
  readonly withs: With[];
  readonly usedWiths: Set<With>;
}

const analyses = sideTable<Expression, ScopeAnalysis>();

/** Every name below a root expression with what it means. Kept for as long as the root is. */
export function analyseScopes(root: Expression): ScopeAnalysis {
  const known = analyses.get(root);
  if (known !== undefined) return known;
  const analysis: Analysis = {
    uses: new Map(),
    declarations: [],
    useCounts: new Map(),
    withs: [],
    usedWiths: new Set(),
  };
  visit(analysis, root, null);
  analyses.set(root, analysis);
  return analysis;
}

function visit(analysis: Analysis, node: Node | null | undefined, frame: Frame | null): void {
  if (node == null) return;
  switch (node.kind) {
    case "variable":
      use(analysis, node, frame);
      return;
    case "let": {
      const inner = bindingFrame(analysis, node, frame);
      visitBindings(analysis, node.bindings, frame, inner);
      visit(analysis, node.body, inner);
      return;
    }
    case "attrSet":
      visitBindings(analysis, node.bindings, frame, node.recursive ? bindingFrame(analysis, node, frame) : frame);
      return;
    case "lambda":
      visitLambda(analysis, node, frame);
      return;
    case "with":
      analysis.withs.push(node);
      visit(analysis, node.environment, frame);
      visit(analysis, node.body, { up: frame, declared: null, with: node });
      return;
    default:
      for (const child of children(node)) visit(analysis, child, frame);
  }
}

/** `outer` is where `inherit a;` looks, `inner` where everything else does: the same unless the set is recursive. */
function visitBindings(
  analysis: Analysis,
  bindings: readonly Binding[],
  outer: Frame | null,
  inner: Frame | null,
): void {
  const recursive = new Set<string>();
  for (const binding of bindings) {
    if (binding.kind === "binding") {
      const [first, second] = binding.path;
      const known = first?.kind === "attrName" ? first.name : null;
      if (known !== null && second === undefined && binding.value?.kind === "attrSet" && binding.value.recursive) {
        recursive.add(known);
      }
      // `a = rec { b = 1; }; a.c = b;`: Nix puts the later value into the recursive set.
      const joined = known !== null && second !== undefined && recursive.has(known);
      const frame: Frame | null = joined ? { up: inner, declared: null, with: null, opaque: true } : inner;
      for (const name of binding.path) visit(analysis, name, frame);
      visit(analysis, binding.value, frame);
    } else if (binding.from === undefined) for (const name of binding.names) use(analysis, name, outer);
    else visit(analysis, binding.from, inner);
  }
}

function visitLambda(analysis: Analysis, node: Lambda, frame: Frame | null): void {
  const declared = new Map<string, NameDeclaration>();
  for (const formal of node.formals?.formals ?? []) {
    add(analysis, declared, { name: formal.name.name, kind: "formal", nodes: [formal], scope: node });
  }
  if (node.name !== null) {
    add(analysis, declared, { name: node.name.name, kind: "parameter", nodes: [node.name], scope: node });
  }
  const inner = { up: frame, declared, with: null };
  for (const formal of node.formals?.formals ?? []) visit(analysis, formal.fallback, inner);
  visit(analysis, node.body, inner);
}

function add(analysis: Analysis, declared: Map<string, NameDeclaration>, declaration: NameDeclaration): void {
  if (declared.has(declaration.name)) return;
  declared.set(declaration.name, declaration);
  analysis.declarations.push(declaration);
  analysis.useCounts.set(declaration, 0);
}

function bindingFrame(analysis: Analysis, scope: Let | AttrSet, frame: Frame | null): Frame {
  const nodes = new Map<string, { kind: "binding" | "inherit"; nodes: Node[] }>();
  const note = (name: string, kind: "binding" | "inherit", node: Node): void => {
    const known = nodes.get(name);
    if (known === undefined) nodes.set(name, { kind, nodes: [node] });
    else known.nodes.push(node);
  };
  for (const binding of scope.bindings) {
    if (binding.kind === "inherit") for (const name of binding.names) note(name.name, "inherit", name);
    else {
      const first = binding.path[0];
      if (first?.kind === "attrName") note(first.name, "binding", binding);
    }
  }
  const declared = new Map<string, NameDeclaration>();
  for (const [name, { kind, nodes: places }] of nodes) add(analysis, declared, { name, kind, nodes: places, scope });
  return { up: frame, declared, with: null };
}

function use(analysis: Analysis, node: NameUse, frame: Frame | null): void {
  const resolution = resolve(node.name, frame);
  analysis.uses.set(node, resolution);
  if (resolution.kind === "declared") {
    const { declaration } = resolution;
    analysis.useCounts.set(declaration, (analysis.useCounts.get(declaration) ?? 0) + 1);
  } else if (resolution.kind === "with") for (const scope of resolution.scopes) analysis.usedWiths.add(scope);
}

const GLOBAL: Resolution = { kind: "global" };
const UNBOUND: Resolution = { kind: "unbound" };

function resolve(name: string, frame: Frame | null): Resolution {
  const withs: With[] = [];
  let opaque = false;
  for (let current = frame; current !== null; current = current.up) {
    const declaration = current.declared?.get(name);
    if (declaration !== undefined) return { kind: "declared", declaration };
    if (current.with !== null) withs.push(current.with);
    opaque ||= current.opaque === true;
  }
  if (isGlobal(name)) return GLOBAL;
  return withs.length > 0 || opaque ? { kind: "with", scopes: withs } : UNBOUND;
}

/** Every builtin is also there under its name with `__` before it. */
export function isGlobal(name: string): boolean {
  return GLOBAL_NAMES.has(name) || name.startsWith("__");
}

/** What brings names into scope for the last node of a trail from the root, innermost first. */
export function scopesAlong(trail: readonly Node[]): ScopeNode[] {
  const scopes: ScopeNode[] = [];
  trail.forEach((node, index) => {
    const child = trail[index + 1];
    if (child === undefined) return;
    if (node.kind === "let" || (node.kind === "attrSet" && node.recursive)) scopes.push(node);
    else if (node.kind === "lambda" && (child === node.body || child === node.formals)) scopes.push(node);
    else if (node.kind === "with" && child === node.body) scopes.push(node);
  });
  return scopes.reverse();
}

/** The names that a scope binds by itself; what a `with` brings in is not in the text. */
export function namesIn(scope: ScopeNode): string[] {
  if (scope.kind === "with") return [];
  if (scope.kind === "lambda") {
    const formals = scope.formals?.formals.map(({ name }) => name.name) ?? [];
    return scope.name === null ? formals : [...formals, scope.name.name];
  }
  return scope.bindings.flatMap((binding) => {
    if (binding.kind === "inherit") return binding.names.map(({ name }) => name);
    const [first] = binding.path;
    return first?.kind === "attrName" ? [first.name] : [];
  });
}
