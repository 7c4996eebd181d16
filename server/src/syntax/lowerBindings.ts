/** Lowers what stands left of expressions: bindings, `inherit`, attribute paths, formals. */
import type { AttrName, Binding, Expression, Formal, Formals, Identifier, InheritName } from "./ast.ts";
import {
  deeper,
  eachChild,
  type Lowering,
  lowerAnchored,
  place,
  refuseKeyword,
  report,
  sourceText,
} from "./lowering.ts";
import { MISSING } from "./mend.ts";

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
    const binding = deeper(lowering, () => lowerAnchored(lowering, () => lowerValueBinding(lowering)));
    if (binding?.kind === "binding" && where === "let") refuseDynamic(lowering, binding.path);
    return binding;
  }
  if (type === "inherit" || type === "inherit_from") {
    return deeper(lowering, () => lowerAnchored(lowering, () => lowerInherit(lowering, type === "inherit_from")));
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

function lowerValueBinding(lowering: Lowering): Binding {
  const at = place(lowering);
  let path: AttrName[] = [];
  let value: Expression | null = null;
  eachChild(lowering, (_, field) => {
    if (field === "attrpath") path = lowerAttrPath(lowering);
    else if (field === "expression") value = lowering.lowerExpression(lowering);
  });
  return { kind: "binding", ...at, path, value };
}

function lowerInherit(lowering: Lowering, hasFrom: boolean): Binding {
  const at = place(lowering);
  let from: Expression | null = null;
  const names: InheritName[] = [];
  eachChild(lowering, (_, field) => {
    if (field === "expression") from = lowering.lowerExpression(lowering);
    else if (field === "attrs") {
      eachChild(lowering, () => {
        const name = lowerAttrName(lowering);
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
  eachChild(lowering, (_, field) => {
    const name = field === "attr" ? lowerAttrName(lowering) : null;
    if (name !== null) path.push(name);
  });
  return path;
}

function lowerAttrName(lowering: Lowering): AttrName | null {
  const { cursor, types } = lowering;
  const type = types[cursor.nodeTypeId];
  const at = place(lowering);
  if (type === "identifier") {
    const name = sourceText(lowering);
    refuseKeyword(lowering, name, at);
    return name === MISSING || name === "" ? null : { kind: "attrName", ...at, name, quoted: false };
  }
  let expression: Expression | null = null;
  if (type === "string_expression") expression = lowering.lowerExpression(lowering);
  else if (type === "interpolation") {
    eachChild(lowering, (_, field) => {
      if (field === "expression") expression = lowering.lowerExpression(lowering);
    });
  } else return null;
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
  eachChild(lowering, (_, field) => {
    if (field === "name") name = lowerIdentifier(lowering);
    else if (field === "default") fallback = lowering.lowerExpression(lowering);
  });
  return name === null ? null : { kind: "formal", ...at, name, fallback };
}

export function lowerIdentifier(lowering: Lowering): Identifier | null {
  const at = place(lowering);
  const name = sourceText(lowering);
  refuseKeyword(lowering, name, at);
  return name === MISSING || name === "" ? null : { kind: "identifier", ...at, name };
}
