/**
 * Compiles expressions to closures, once for each file. Names are resolved to slots here; what is not needed is not
 * even compiled: bodies of functions and values of bindings wait until they first run.
 */
import type { Expression, Node } from "../../syntax/tree/ast.ts";
import { makeUnknown } from "../core/make.ts";
import { Suspension } from "../core/thunk.ts";
import type { Thunk } from "../core/value.ts";
import { compileSet } from "./attrSet.ts";
import { type Code, type Compiler, constant, type Run } from "./code.ts";
import { compileApply, compileAssert, compileIf, compileList, compileWith } from "./controlFlow.ts";
import { compileLambda } from "./lambda.ts";
import { compileLet } from "./let.ts";
import { literalValue } from "./literal.ts";
import { compileBinary, compileUnary } from "./operation.ts";
import { nameScope, type Scope, withScope } from "./scope.ts";
import { compileHasAttr, compileSelect } from "./selection.ts";
import { Literal, Site, type Sites } from "./site.ts";
import { compilePath, compileSearchPath, compileString } from "./string.ts";
import { compileVariable } from "./variable.ts";

/** Compiles an expression that sees `globals` and the names of `scope`; with `sites`, to be kept across edits. */
export function compileRoot(
  root: Expression,
  globals: ReadonlyMap<string, Thunk>,
  scope: Scope,
  sites: Sites | null = null,
): Code {
  const compiler: Compiler = {
    globals,
    sites,
    nameScope: (up, names) => (sites === null ? nameScope(up, names) : sites.nameScope(up, names)),
    withScope: (up) => (sites === null ? withScope(up) : sites.withScope(up)),
    compile(expression, inner, where) {
      return expression === null ? missing(where) : dispatch(compiler, expression, inner, null);
    },
    later(expression, inner, where, name) {
      return expression === null ? missing(where) : put(compiler, expression, inner, name ?? null);
    },
  };
  return sites === null ? compiler.compile(root, scope, root) : compiler.later(root, scope, root);
}

/** A part that the text lacks while somebody types. */
function missing(where: Node): Code {
  return constant(makeUnknown({ kind: "syntax" }, where));
}

/** Constants, variables and functions are made at once: their thunks must be the value itself. */
function put(compiler: Compiler, expression: Expression, scope: Scope, name: string | null): Code {
  return compiler.sites === null
    ? putPlain(compiler, expression, scope, name)
    : putSite(compiler, compiler.sites, expression, scope, name);
}

/** No plan stands where an expression does. */
const NEVER: Run = () => makeUnknown({ kind: "syntax" });

function putSite(compiler: Compiler, sites: Sites, expression: Expression, scope: Scope, name: string | null): Code {
  const known = sites.at(expression);
  if (known?.isAt(expression, scope) === true) return known.code;
  if (expression.kind === "variable") {
    // What stood here before the text around it changed is no site of this code.
    sites.remove(expression);
    return dispatch(compiler, expression, scope, name);
  }
  const value = literalValue(expression);
  const site =
    value === null
      ? new Site(sites, expression, scope, (subject) =>
          "kind" in subject ? dispatch(compiler, subject, scope, name).run : NEVER,
        )
      : new Literal(sites, expression, value);
  sites.put(expression, site);
  return site.code;
}

function putPlain(compiler: Compiler, expression: Expression, scope: Scope, name: string | null): Code {
  switch (expression.kind) {
    case "variable":
    case "integer":
    case "float":
    case "string":
    case "path":
      return dispatch(compiler, expression, scope, name);
    default: {
      let compiled: Run | null = null;
      const run: Run = (machine, env) => {
        compiled ??= dispatch(compiler, expression, scope, name).run;
        return compiled(machine, env);
      };
      return { run, delay: (env) => new Suspension(compiled ?? run, env) };
    }
  }
}

function dispatch(compiler: Compiler, expression: Expression, scope: Scope, name: string | null): Code {
  const literal = literalValue(expression);
  if (literal !== null) return constant(literal);
  switch (expression.kind) {
    case "integer":
    case "float":
      return missing(expression);
    case "variable":
      return compileVariable(compiler, expression, scope);
    case "string":
      return compileString(compiler, expression, scope);
    case "path":
      return compilePath(compiler, expression, scope);
    case "searchPath":
      return compileSearchPath(expression);
    case "attrSet":
      return compileSet(compiler, expression, scope);
    case "list":
      return compileList(compiler, expression, scope);
    case "select":
      return compileSelect(compiler, expression, scope);
    case "hasAttr":
      return compileHasAttr(compiler, expression, scope);
    case "apply":
      return compileApply(compiler, expression, scope);
    case "lambda":
      return compileLambda(compiler, expression, scope, name);
    case "let":
      return compileLet(compiler, expression, scope);
    case "if":
      return compileIf(compiler, expression, scope);
    case "assert":
      return compileAssert(compiler, expression, scope);
    case "with":
      return compileWith(compiler, expression, scope);
    case "unary":
      return compileUnary(compiler, expression, scope);
    case "binary":
      return compileBinary(compiler, expression, scope);
  }
}
