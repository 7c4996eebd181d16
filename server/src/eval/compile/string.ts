/** Strings, paths and search paths. */
import type { PathLiteral, SearchPath, StringLiteral, StringPart } from "../../syntax/tree/ast.ts";
import { coerceToString } from "../core/coerce.ts";
import { joinStrings } from "../core/contextStrings.ts";
import { makePath, makeUnknown } from "../core/make.ts";
import { guarded } from "../core/native.ts";
import { literalPath, withText } from "../core/paths.ts";
import type { StringValue } from "../core/value.ts";
import { type Code, type Compiler, code, constant, type Run } from "./code.ts";
import type { Scope } from "./scope.ts";
import { resolveSearchPath } from "./searchPath.ts";

type Part = string | Run;

export function compileString(compiler: Compiler, node: StringLiteral, scope: Scope): Code {
  const parts = compileParts(compiler, node.parts, scope, node);
  return code((machine, env) =>
    guarded(machine, () => {
      const pieces: (string | StringValue)[] = [];
      for (const part of parts) {
        pieces.push(
          typeof part === "string" ? part : coerceToString(machine, part(machine, env), "interpolation", node),
        );
      }
      return joinStrings(machine, pieces, "", node);
    }),
  );
}

export function compilePath(compiler: Compiler, node: PathLiteral, scope: Scope): Code {
  const [first, ...rest] = node.parts;
  const start = literalPath(node.anchor.uri, first?.kind === "text" ? first.text : "");
  if (start.kind === "unknown") return constant(makeUnknown(start.reason, node));
  const parts = compileParts(compiler, rest, scope, node);
  return code((machine, env) =>
    guarded(machine, () => {
      let text = start.text;
      for (const part of parts) {
        text += typeof part === "string" ? part : coerceToString(machine, part(machine, env), "path", node).value;
      }
      return makePath(withText(start.uri, text), node);
    }),
  );
}

export function compileSearchPath(node: SearchPath): Code {
  return code((machine) => resolveSearchPath(machine, node.path, node));
}

function compileParts(
  compiler: Compiler,
  parts: readonly StringPart[],
  scope: Scope,
  where: StringLiteral | PathLiteral,
): Part[] {
  return parts.map((part) => (part.kind === "text" ? part.text : compiler.compile(part.expression, scope, where).run));
}
