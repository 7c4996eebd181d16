/**
 * What an expression stands for, as far as the text alone tells: a read of an option, `lib`, `pkgs`, a set or function
 * that is written out. `null` means "not known here"; nothing is evaluated and nothing is guessed.
 */
import { joinUri } from "../../base/uri.ts";
import type { Apply, AttrName, Expression, Lambda, PathLiteral } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { FeatureContext } from "../context/context.ts";
import { formalMeaning, inputMember, isFlakeOutputs } from "./arguments.ts";
import { type BindingSite, enclosingWiths, lexicalBinding, type NameEnvironment, within } from "./bindings.ts";
import { iterationOf } from "./iteration.ts";
import { calledName, literalPathUri } from "./literals.ts";
import { attrsMembers, type Meaning } from "./meanings.ts";
import { hasMember } from "./members.ts";

/** A chain of names longer than this (or one that goes in circles) is not followed. */
const depthLimit = 40;

export function meaningOf(
  expression: Expression | null,
  env: NameEnvironment,
  context: FeatureContext,
  depth = 0,
): Meaning | null {
  if (expression === null || depth > depthLimit) return null;
  const next = depth + 1;
  switch (expression.kind) {
    case "variable":
      return meaningOfName(expression.name, env, context, next);
    case "select": {
      const target = meaningOf(expression.target, env, context, next);
      return target === null ? null : selectMeaning(target, expression.path.map(staticName), context, next);
    }
    case "attrSet":
      return { kind: "attrs", parts: [{ kind: "set", set: expression, env }] };
    case "lambda":
      return { kind: "function", lambda: expression, env };
    case "let":
    case "with":
      return meaningOf(expression.body, within(env, expression), context, next);
    case "assert":
      return meaningOf(expression.body, env, context, next);
    case "if":
      return (
        meaningOf(expression.consequence, env, context, next) ?? meaningOf(expression.alternative, env, context, next)
      );
    case "binary": {
      if (expression.operator !== "//") return null;
      return mergeMeanings([
        meaningOf(expression.left, env, context, next),
        meaningOf(expression.right, env, context, next),
      ]);
    }
    case "searchPath":
      return null;
    case "apply":
      return meaningOfCall(expression, env, context, next);
    default:
      return null;
  }
}

function staticName(name: AttrName): string | null {
  return name.kind === "attrName" ? name.name : null;
}

/** What `target.a.b` stands for; `null` in `names` is a computed name. */
export function selectMeaning(
  target: Meaning,
  names: readonly (string | null)[],
  context: FeatureContext,
  depth = 0,
): Meaning | null {
  let meaning: Meaning | null = target;
  for (const name of names) {
    if (meaning === null) return null;
    meaning = name === null ? computedMember(meaning) : memberOf(meaning, name, context, depth);
  }
  return meaning;
}

/** `hosts.${name}`: any of them. */
function computedMember(meaning: Meaning): Meaning | null {
  switch (meaning.kind) {
    case "hosts":
      return { kind: "host" };
    case "config":
    case "options":
      return { kind: meaning.kind, path: [...meaning.path, "<name>"] };
    case "input":
      return inputMember(meaning.name, [...meaning.path, "<name>"]);
    default:
      return null;
  }
}

/** What `meaning.name` stands for. */
export function memberOf(meaning: Meaning, name: string, context: FeatureContext, depth = 0): Meaning | null {
  switch (meaning.kind) {
    case "config":
    case "options":
      return { kind: meaning.kind, path: [...meaning.path, name] };
    case "lib":
      return { kind: "lib", path: [...meaning.path, name] };
    case "pkgs":
      if (meaning.path.length === 0 && name === "lib") return { kind: "lib", path: [] };
      return { kind: "pkgs", path: [...meaning.path, name] };
    case "hosts":
      return { kind: "host" };
    case "host":
      if (name === "config" || name === "options") return { kind: name, path: [] };
      return name === "pkgs" ? { kind: "pkgs", path: [] } : null;
    case "inputs":
      return inputMember(name, []);
    case "input":
      return inputMember(meaning.name, [...meaning.path, name]);
    case "arguments":
      return formalMeaning(name, meaning.lambda, meaning.env);
    case "attrs": {
      const sites = attrsMembers(meaning.parts).get(name);
      return sites === undefined ? null : meaningOfSites(sites, context, depth + 1);
    }
    default:
      return null;
  }
}

export function meaningOfSites(sites: readonly BindingSite[], context: FeatureContext, depth = 0): Meaning | null {
  return mergeMeanings(sites.map((site) => meaningOfSite(site, context, depth)));
}

function meaningOfSite(site: BindingSite, context: FeatureContext, depth: number): Meaning | null {
  if (depth > depthLimit) return null;
  if (site.rest.length > 0) return { kind: "attrs", parts: [{ kind: "rest", site }] };
  const { value } = site;
  switch (value.kind) {
    case "expression":
      return meaningOf(value.expression, value.env, context, depth + 1);
    case "outer":
      return meaningOfName(value.name, value.env, context, depth + 1);
    case "member": {
      const from = meaningOf(value.from, value.env, context, depth + 1);
      return from === null ? null : memberOf(from, value.name, context, depth + 1);
    }
  }
}

/** Sets together are one set; of anything else the first counts. */
function mergeMeanings(meanings: readonly (Meaning | null)[]): Meaning | null {
  const parts = meanings.flatMap((meaning) => (meaning?.kind === "attrs" ? meaning.parts : []));
  return parts.length > 0 ? { kind: "attrs", parts } : (meanings.find((meaning) => meaning !== null) ?? null);
}

/** What `name` stands for at `env`. */
export function meaningOfName(name: string, env: NameEnvironment, context: FeatureContext, depth = 0): Meaning | null {
  if (depth > depthLimit) return null;
  const bound = lexicalBinding(name, env);
  if (bound?.kind === "sites") return meaningOfSites(bound.sites, context, depth + 1);
  if (bound?.kind === "formal") return formalMeaning(name, bound.lambda, bound.env);
  if (bound?.kind === "parameter") {
    if (bound.lambda.formals === null) return elementMeaning(bound.lambda, bound.env, context, depth + 1);
    return isFlakeOutputs(bound.env, bound.lambda)
      ? { kind: "inputs" }
      : { kind: "arguments", lambda: bound.lambda, env: bound.env };
  }
  if (name === "builtins") return { kind: "builtins" };
  for (const around of enclosingWiths(env)) {
    const environment = meaningOf(around.node.environment, around.env, context, depth + 1);
    if (environment !== null && hasMember(environment, name, context)) {
      return memberOf(environment, name, context, depth + 1);
    }
  }
  return null;
}

/** What the argument of `map (x: …) config.a.b` stands for. */
function elementMeaning(lambda: Lambda, env: NameEnvironment, context: FeatureContext, depth: number): Meaning | null {
  const iteration = iterationOf(lambda, env.file);
  if (iteration === null) return null;
  const outside = { file: env.file, scopes: env.scopes.slice(iteration.depth) };
  const collection = meaningOf(iteration.collection, outside, context, depth);
  return collection?.kind === "config" ? { kind: "config", path: [...collection.path, iteration.element] } : null;
}

/** Functions whose result is their last argument, or much like it. */
const transparentCalls: ReadonlySet<string> = new Set([
  "mkIf",
  "mkDefault",
  "mkForce",
  "mkOverride",
  "mkBefore",
  "mkAfter",
  "mkOrder",
  "optionalAttrs",
  "recursiveUpdate",
]);

function meaningOfCall(call: Apply, env: NameEnvironment, context: FeatureContext, depth: number): Meaning | null {
  const name = calledName(call.function);
  if (name === "import") return importedMeaning(call, env, context, depth);
  if (name === "nixosSystem") return { kind: "host" };
  if (name !== null && transparentCalls.has(name)) return meaningOf(call.argument, env, context, depth);
  const called = meaningOf(call.function, env, context, depth);
  if (called?.kind === "function") {
    return meaningOf(called.lambda.body, within(called.env, called.lambda), context, depth);
  }
  // `import nixpkgs { }` and `import <nixpkgs> { }`
  return called?.kind === "pkgs" && called.path.length === 0 ? called : null;
}

function importedMeaning(call: Apply, env: NameEnvironment, context: FeatureContext, depth: number): Meaning | null {
  const path = call.function?.kind === "variable" || call.function?.kind === "select" ? call.argument : null;
  if (path === null) {
    const called = meaningOf(call.function, env, context, depth);
    if (called?.kind === "pkgs") return called;
    if (called?.kind !== "function") return null;
    return meaningOf(called.lambda.body, within(called.env, called.lambda), context, depth);
  }
  if (path.kind === "searchPath") {
    if (path.path === "nixpkgs/lib") return { kind: "lib", path: [] };
    return path.path === "nixpkgs" ? { kind: "pkgs", path: [] } : null;
  }
  if (path.kind === "path") {
    const file = importedFile(path, env, context);
    return file === null ? null : meaningOf(file.root, { file, scopes: [] }, context, depth);
  }
  const meaning = meaningOf(path, env, context, depth);
  return meaning?.kind === "input" && /^nixpkgs/.test(meaning.name) && meaning.path.length === 0
    ? { kind: "pkgs", path: [] }
    : null;
}

function importedFile(path: PathLiteral, env: NameEnvironment, context: FeatureContext): ParsedFile | null {
  const uri = literalPathUri(path, env.file.uri);
  if (uri === null) return null;
  return context.other(uri) ?? context.other(joinUri(uri, "default.nix"));
}
