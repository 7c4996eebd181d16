/** Lowers expressions: one case for each form that the grammar knows. */
import type { AttrName, BinaryOperator, Binding, Expression, Formals, Identifier } from "../tree/ast.ts";
import { MISSING } from "../tree/mend.ts";
import { lowerAttrPath, lowerBindingSet, lowerFormals, lowerIdentifier } from "./lowerBindings.ts";
import {
  deeper,
  eachChild,
  eachField,
  fieldName,
  type Lowering,
  place,
  refuseKeyword,
  report,
  sourceText,
  span,
} from "./lowering.ts";
import { lowerPath, lowerString } from "./lowerString.ts";

const LARGEST_INTEGER = 2n ** 63n - 1n;

/** The cursor's node, of this type, as an expression; `null` where it is missing or broken. */
export function lowerExpression(lowering: Lowering, type: string): Expression | null {
  return deeper(lowering, () => lowerByType(lowering, type));
}

function lowerByType(lowering: Lowering, type: string): Expression | null {
  const within = span(lowering);
  const at = place(lowering, within);
  switch (type) {
    case "variable_expression": {
      const name = sourceText(lowering, within);
      refuseKeyword(lowering, name, at);
      refuseOr(lowering, name, at);
      return name === MISSING || name === "" ? null : { kind: "variable", ...at, name };
    }
    case "integer_expression": {
      const value = BigInt(sourceText(lowering, within) || "0");
      if (value <= LARGEST_INTEGER) return { kind: "integer", ...at, value };
      report(lowering, at, "this integer is too large: Nix integers end at 9223372036854775807");
      return { kind: "integer", ...at, value: null };
    }
    case "float_expression":
      return { kind: "float", ...at, value: Number(sourceText(lowering, within)) };
    case "string_expression":
      return lowerString(lowering, within, "double");
    case "indented_string_expression":
      return lowerString(lowering, within, "indented");
    case "uri_expression":
      return { kind: "string", ...at, quote: "none", parts: [{ kind: "text", text: sourceText(lowering, within) }] };
    case "path_expression":
    case "hpath_expression":
      return lowerPath(lowering, within);
    case "spath_expression":
      return { kind: "searchPath", ...at, path: sourceText(lowering, within).slice(1, -1) };
    case "parenthesized_expression":
      return fieldsOf(lowering).expression ?? null;
    case "attrset_expression":
    case "rec_attrset_expression":
      return { kind: "attrSet", ...at, recursive: type !== "attrset_expression", ...bindingsOf(lowering) };
    case "let_attrset_expression":
      return { kind: "let", ...at, legacy: true, ...bindingsOf(lowering), body: null };
    case "let_expression":
      return lowerLet(lowering, at);
    case "list_expression":
      return lowerList(lowering, at);
    case "select_expression": {
      const { expression = null, default: fallback = null, attrpath } = fieldsOf(lowering);
      return { kind: "select", ...at, target: expression, path: attrpath ?? [], fallback };
    }
    case "has_attr_expression": {
      const { expression = null, attrpath } = fieldsOf(lowering);
      return { kind: "hasAttr", ...at, target: expression, path: attrpath ?? [] };
    }
    case "apply_expression":
      return lowerApply(lowering, at);
    case "function_expression":
      return lowerFunction(lowering, at);
    case "if_expression": {
      const { condition = null, consequence = null, alternative = null } = fieldsOf(lowering);
      return { kind: "if", ...at, condition, consequence, alternative };
    }
    case "assert_expression": {
      const { condition = null, body = null } = fieldsOf(lowering);
      return { kind: "assert", ...at, condition, body };
    }
    case "with_expression": {
      const { environment = null, body = null } = fieldsOf(lowering);
      return { kind: "with", ...at, environment, body };
    }
    case "unary_expression":
      return lowerUnary(lowering, at);
    case "binary_expression":
      return lowerBinary(lowering, at);
    default:
      return null;
  }
}

type Place = ReturnType<typeof place>;

type FieldName =
  | "expression"
  | "default"
  | "condition"
  | "consequence"
  | "alternative"
  | "body"
  | "environment"
  | "function"
  | "argument"
  | "left"
  | "right";

type Fields = { [Name in FieldName]?: Expression | null } & { attrpath?: AttrName[] };

/** The fields of the cursor's node that hold expressions, and its attribute path. */
function fieldsOf(lowering: Lowering): Fields {
  const fields: Fields = {};
  eachField(lowering, (field, type) => {
    if (field === "attrpath") fields.attrpath = lowerAttrPath(lowering);
    else if (isFieldName(field)) fields[field] = lowerExpression(lowering, type);
  });
  return fields;
}

const FIELD_NAMES: ReadonlySet<string> = new Set<FieldName>([
  "expression",
  "default",
  "condition",
  "consequence",
  "alternative",
  "body",
  "environment",
  "function",
  "argument",
  "left",
  "right",
]);

function isFieldName(field: string): field is FieldName {
  return FIELD_NAMES.has(field);
}

function bindingsOf(lowering: Lowering): { bindings: readonly Binding[] } {
  let bindings: readonly Binding[] = [];
  eachChild(lowering, (type) => {
    if (type === "binding_set") bindings = lowerBindingSet(lowering, "set");
  });
  return { bindings };
}

function lowerLet(lowering: Lowering, at: Place): Expression {
  let bindings: readonly Binding[] = [];
  let body: Expression | null = null;
  eachChild(lowering, (type) => {
    if (type === "binding_set") bindings = lowerBindingSet(lowering, "let");
    else if (fieldName(lowering) === "body") body = lowerExpression(lowering, type);
  });
  return { kind: "let", ...at, legacy: false, bindings, body };
}

function lowerList(lowering: Lowering, at: Place): Expression {
  const items: Expression[] = [];
  eachField(lowering, (field, type) => {
    const item = field === "element" ? lowerExpression(lowering, type) : null;
    if (item !== null) items.push(item);
  });
  return { kind: "list", ...at, items };
}

/** `or` where no value can stand before it. (`f or` is an old way to pass a variable called `or`.) */
function refuseOr(lowering: Lowering, name: string, at: Place): void {
  if (name !== "or") return;
  const field = fieldName(lowering);
  if (field === "argument" || field === "element") return;
  report(lowering, at, "`or` needs a selection such as `a.b` before it");
}

function lowerApply(lowering: Lowering, at: Place): Expression {
  const { function: applied = null, argument = null } = fieldsOf(lowering);
  return { kind: "apply", ...at, function: applied, argument };
}

function lowerFunction(lowering: Lowering, at: Place): Expression {
  let name: Identifier | null = null;
  let formals: Formals | null = null;
  let body: Expression | null = null;
  eachField(lowering, (field, type) => {
    if (field === "universal") name = lowerIdentifier(lowering);
    else if (field === "formals") formals = lowerFormals(lowering);
    else if (field === "body") body = lowerExpression(lowering, type);
  });
  refuseSharedName(lowering, name, formals);
  return { kind: "lambda", ...at, name, formals, body };
}

function refuseSharedName(lowering: Lowering, name: Identifier | null, formals: Formals | null): void {
  if (name === null || !formals?.formals.some((formal) => formal.name.name === name.name)) return;
  report(lowering, name, `this function takes \`${name.name}\` twice`);
}

function lowerUnary(lowering: Lowering, at: Place): Expression {
  let operator: "!" | "-" = "!";
  let operand: Expression | null = null;
  eachChild(lowering, (type) => {
    if (type === "-" || type === "!") operator = type;
    else if (fieldName(lowering) === "argument") operand = lowerExpression(lowering, type);
  });
  return { kind: "unary", ...at, operator, operand };
}

const OPERATORS: ReadonlyMap<string, BinaryOperator> = new Map(
  (["+", "-", "*", "/", "++", "//", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "->", "|>", "<|"] as const).map(
    (operator) => [operator, operator],
  ),
);

/** Operators that Nix lets stand once only in a row. */
const CHAINLESS: readonly ReadonlySet<BinaryOperator>[] = [new Set(["<", "<=", ">", ">="]), new Set(["==", "!="])];

function lowerBinary(lowering: Lowering, at: Place): Expression {
  let operator: BinaryOperator = "+";
  let operatorPlace = at;
  let left: Expression | null = null;
  let leftType = "";
  let right: Expression | null = null;
  eachChild(lowering, (type) => {
    const sign = OPERATORS.get(type);
    if (sign !== undefined) {
      operator = sign;
      operatorPlace = place(lowering);
      return;
    }
    const field = fieldName(lowering);
    if (field === "left") {
      left = lowerExpression(lowering, type);
      leftType = type;
    } else if (field === "right") right = lowerExpression(lowering, type);
  });
  const chain = CHAINLESS.find((group) => group.has(operator));
  if (leftType === "binary_expression" && chain !== undefined && isChained(left, chain)) {
    report(lowering, operatorPlace, `\`${operator}\` cannot follow another comparison without parentheses`);
  }
  return { kind: "binary", ...at, operator, left, right };
}

function isChained(left: Expression | null, chain: ReadonlySet<BinaryOperator>): boolean {
  return left?.kind === "binary" && chain.has(left.operator);
}
