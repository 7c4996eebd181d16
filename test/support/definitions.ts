/** The option definitions of a file as they are written, for tests that change them. */
import type { Range } from "../../server/src/base/range.ts";
import type { Expression } from "../../server/src/syntax/tree/ast.ts";
import type { ParsedFile } from "../../server/src/syntax/tree/parsedFile.ts";

export interface WrittenDefinition {
  readonly path: readonly string[];
  /** The names of the binding: `services.iam.enable`, or only `enable`. */
  readonly pathRange: Range;
  /** The last of these names. */
  readonly lastRange: Range;
  readonly value: Expression;
  readonly valueRange: Range;
  /** The binding with its semicolon. */
  readonly range: Range;
}

/** Every `a.b = …;` of a module, sets along the way included, with the path from the module's root. */
export function definitionsIn(file: ParsedFile): WrittenDefinition[] {
  return file.root === null ? [] : within(file, file.root, []);
}

function within(file: ParsedFile, expression: Expression, prefix: readonly string[]): WrittenDefinition[] {
  if (expression.kind === "lambda" || expression.kind === "let") {
    return expression.body === null ? [] : within(file, expression.body, prefix);
  }
  if (expression.kind !== "attrSet") return [];
  return expression.bindings.flatMap((binding) => {
    if (binding.kind !== "binding" || binding.value === null) return [];
    const names = binding.path.map((name) => (name.kind === "attrName" ? name.name : "*"));
    const path = [...prefix, ...names];
    const [first] = binding.path;
    const last = binding.path.at(-1);
    if (first === undefined || last === undefined) return [];
    const definition = {
      path,
      pathRange: { start: file.rangeOf(first).start, end: file.rangeOf(last).end },
      lastRange: file.rangeOf(last),
      value: binding.value,
      valueRange: file.rangeOf(binding.value),
      range: file.rangeOf(binding),
    };
    return [definition, ...within(file, binding.value, path)];
  });
}
