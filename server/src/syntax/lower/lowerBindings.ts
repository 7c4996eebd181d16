/** Lowers what stands left of expressions: bindings, `inherit`, attribute paths, formals. */
import type { AttrName, Binding, Expression, Formal, Formals, Identifier, InheritName } from "../tree/ast.ts";
import { MISSING } from "../tree/mend.ts";
import {
  deeper,
  eachChild,
  eachField,
  type Lowering,
  lowerAnchored,
  place,
  refuseKeyword,
  report,
  type Span,
  sourceText,
  span,
} from "./lowering.ts";
import { lowerInterpolation } from "./lowerString.ts";

/** Where bindings stand: Nix refuses computed names in `let`. */
export type BindingPlace = "set" | "let";

/** The bindings of the cursor's node, a `binding_set`. */
export function lowerBindingSet(lowering: Lowering, where: BindingPlace): Binding[] {
  const bindings: Binding[] = [];
  eachChild(lowering, (type) => {
    const binding = lowerBinding(lowering, type, where);
    if (binding !== null) bindings.push(binding);
  });
  return bindings;
}

function lowerBinding(lowering: Lowering, type: string, where: BindingPlace): Binding | null {
  if (type === "binding") {
    const binding = deeper(lowering, () => lowerAnchored(lowering, (at) => lowerValueBinding(lowering, at)));
    if (binding?.kind === "binding" && where === "let") refuseDynamic(lowering, binding.path);
    return binding;
  }
  if (type === "inherit" || type === "inherit_from") {
    return deeper(lowering, () => lowerAnchored(lowering, (at) => lowerInherit(lowering, at, type === "inherit_from")));
  }
  return null;
}

/** In a `let` only the first name makes a variable, and only that one must be written out. */
function refuseDynamic(lowering: Lowering, path: readonly AttrName[]): void {
  const first = path[0];
  if (first?.kind !== "dynamicAttrName") return;
  const child = lowering.open.anchor.children.at(-1);
  const offset = child?.offset ?? 0;
  report(lowering, { start: offset + first.start, end: offset + first.end }, "a `let` cannot define a computed name");
  lowering.open.anchor.problematic = true;
}

function lowerValueBinding(lowering: Lowering, within: Span): Binding {
  const at = place(lowering, within);
  let path: AttrName[] = [];
  let value: Expression | null = null;
  eachField(lowering, (field, type) => {
    if (field === "attrpath") path = lowerAttrPath(lowering);
    else if (field === "expression") value = lowering.lowerExpression(lowering, type);
  });
  return { kind: "binding", ...at, path, value };
}

function lowerInherit(lowering: Lowering, within: Span, hasFrom: boolean): Binding {
  const at = place(lowering, within);
  let from: Expression | null = null;
  const names: InheritName[] = [];
  eachField(lowering, (field, type) => {
    if (field === "expression") from = lowering.lowerExpression(lowering, type);
    else if (field === "attrs") {
      eachChild(lowering, (nameType) => {
        const name = lowerAttrName(lowering, nameType);
        if (name?.kind === "attrName") names.push({ ...name, kind: "inheritName", name: name.name });
        else if (name !== null) report(lowering, name, "`inherit` takes names written out, not computed ones");
      });
    }
  });
  return { kind: "inherit", ...at, from: hasFrom ? from : undefined, names };
}

/** The names of the cursor's node, an `attrpath`. */
export function lowerAttrPath(lowering: Lowering): AttrName[] {
  const path: AttrName[] = [];
  eachField(lowering, (field, type) => {
    const name = field === "attr" ? lowerAttrName(lowering, type) : null;
    if (name !== null) path.push(name);
  });
  return path;
}

function lowerAttrName(lowering: Lowering, type: string): AttrName | null {
  const within = span(lowering);
  const at = place(lowering, within);
  if (type === "identifier") {
    const name = sourceText(lowering, within);
    refuseKeyword(lowering, name, at);
    return name === MISSING || name === "" ? null : { kind: "attrName", ...at, name, quoted: false };
  }
  let expression: Expression | null = null;
  if (type === "string_expression") expression = lowering.lowerExpression(lowering, type);
  else if (type === "interpolation") expression = lowerInterpolation(lowering);
  else return null;
  const name = expression === null ? null : constantText(expression);
  return name === null
    ? { kind: "dynamicAttrName", ...at, expression }
    : { kind: "attrName", ...at, name, quoted: true };
}

function constantText(expression: Expression): string | null {
  if (expression.kind !== "string" || expression.quote === "none") return null;
  const [first, second] = expression.parts;
  if (first === undefined) return "";
  return second === undefined && first.kind === "text" ? first.text : null;
}

/** The cursor's node, `{ a, b ? 1, ... }`. */
export function lowerFormals(lowering: Lowering): Formals {
  const at = place(lowering);
  const formals: Formal[] = [];
  const seen = new Set<string>();
  let ellipsis = false;
  eachChild(lowering, (type) => {
    if (type === "ellipses") ellipsis = true;
    else if (type === "formal") {
      const formal = lowerFormal(lowering);
      if (formal === null) return;
      if (seen.has(formal.name.name)) {
        report(lowering, formal.name, `this function takes \`${formal.name.name}\` twice`);
      }
      seen.add(formal.name.name);
      formals.push(formal);
    }
  });
  return { kind: "formals", ...at, formals, ellipsis };
}

function lowerFormal(lowering: Lowering): Formal | null {
  const at = place(lowering);
  let name: Identifier | null = null;
  let fallback: Expression | null = null;
  eachField(lowering, (field, type) => {
    if (field === "name") name = lowerIdentifier(lowering);
    else if (field === "default") fallback = lowering.lowerExpression(lowering, type);
  });
  return name === null ? null : { kind: "formal", ...at, name, fallback };
}

export function lowerIdentifier(lowering: Lowering): Identifier | null {
  const within = span(lowering);
  const at = place(lowering, within);
  const name = sourceText(lowering, within);
  refuseKeyword(lowering, name, at);
  return name === MISSING || name === "" ? null : { kind: "identifier", ...at, name };
}
