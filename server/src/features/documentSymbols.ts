/** The outline of a file: what each binding defines, by option path, nested as in the text. */
import type { Range } from "../base/range.ts";
import type { AttrName, Binding, Expression, Node } from "../syntax/tree/ast.ts";
import { formatName } from "../syntax/tree/attrName.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import type { FeatureContext } from "./context/context.ts";

export interface DocumentSymbol {
  /** The attribute path as written: `services.chainfire`; `[0]` for an element of a list. */
  readonly name: string;
  /** The value, where it is short. */
  readonly detail: string | null;
  readonly kind: "set" | "list" | "function" | "boolean" | "number" | "string" | "file" | "variable" | "value";
  readonly range: Range;
  readonly selectionRange: Range;
  readonly children: readonly DocumentSymbol[];
}

/** Deeper nesting than any person writes; what is below is left out. */
const depthLimit = 60;

export function documentSymbols({ file }: FeatureContext): readonly DocumentSymbol[] {
  return symbolsOfFile(file);
}

/** The same for a file whose surroundings do not matter. */
export function symbolsOfFile(file: ParsedFile): readonly DocumentSymbol[] {
  return symbolsOf(file.root, file, 0);
}

/** The symbols in an expression, through everything that only wraps a set: functions, `let`, `with`, calls. */
function symbolsOf(expression: Expression | null, file: ParsedFile, depth: number): readonly DocumentSymbol[] {
  if (expression === null || depth > depthLimit) return [];
  const inside = (inner: Expression | null) => symbolsOf(inner, file, depth + 1);
  switch (expression.kind) {
    case "attrSet":
      return expression.bindings.flatMap((binding) => bindingSymbols(binding, file, depth + 1));
    case "let":
      return [
        ...expression.bindings.flatMap((binding) => bindingSymbols(binding, file, depth + 1)),
        ...inside(expression.body),
      ];
    case "lambda":
    case "with":
    case "assert":
      return inside(expression.body);
    case "if":
      return [...inside(expression.consequence), ...inside(expression.alternative)];
    case "apply":
      return [...inside(expression.function), ...inside(expression.argument)];
    case "binary":
      return expression.operator === "//" || expression.operator === "++"
        ? [...inside(expression.left), ...inside(expression.right)]
        : [];
    case "list":
      return expression.items.flatMap((item, index) => elementSymbol(item, index, file, depth + 1));
    default:
      return [];
  }
}

function elementSymbol(item: Expression, index: number, file: ParsedFile, depth: number): readonly DocumentSymbol[] {
  const children = symbolsOf(item, file, depth);
  if (children.length === 0) return [];
  const range = file.rangeOf(item);
  return [{ name: `[${index}]`, detail: null, kind: "set", range, selectionRange: range, children }];
}

function bindingSymbols(binding: Binding, file: ParsedFile, depth: number): readonly DocumentSymbol[] {
  if (binding.kind === "inherit") {
    return binding.names.map((name) => {
      const range = file.rangeOf(name);
      return {
        name: formatName(name.name),
        detail: "inherit",
        kind: "variable",
        range,
        selectionRange: range,
        children: [],
      };
    });
  }
  const [first] = binding.path;
  const last = binding.path.at(-1);
  if (first === undefined || last === undefined) return [];
  const range = file.rangeOf(binding);
  const selectionRange = { start: file.rangeOf(first).start, end: file.rangeOf(last).end };
  const { kind, isPlain } = valueKind(binding.value);
  return [
    {
      name: binding.path.map((name) => nameText(name, file)).join("."),
      detail: isPlain && binding.value !== null ? shortText(binding.value, file) : null,
      kind,
      range,
      selectionRange,
      children: symbolsOf(binding.value, file, depth),
    },
  ];
}

function nameText(name: AttrName, file: ParsedFile): string {
  if (name.kind === "attrName") return formatName(name.name);
  const { start, end } = file.rangeOf(name);
  return file.text.slice(start, end);
}

function valueKind(value: Node | null): { readonly kind: DocumentSymbol["kind"]; readonly isPlain: boolean } {
  switch (value?.kind) {
    case "attrSet":
      return { kind: "set", isPlain: false };
    case "list":
      return { kind: "list", isPlain: false };
    case "lambda":
      return { kind: "function", isPlain: false };
    case "integer":
    case "float":
      return { kind: "number", isPlain: true };
    case "string":
      return { kind: "string", isPlain: true };
    case "path":
    case "searchPath":
      return { kind: "file", isPlain: true };
    case "variable": {
      const isBoolean = value.name === "true" || value.name === "false";
      return { kind: isBoolean ? "boolean" : "variable", isPlain: true };
    }
    default:
      return { kind: "value", isPlain: value?.kind === "select" };
  }
}

function shortText(value: Node, file: ParsedFile): string | null {
  const { start, end } = file.rangeOf(value);
  if (end - start > 60) return null;
  const text = file.text.slice(start, end);
  return text.includes("\n") ? null : text;
}
