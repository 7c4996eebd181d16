/** What a file looks like without evaluating it: a module or not, a host's or not, and which files it names. */
import { joinUri, parentUri, type Uri, withPath } from "../../base/uri.ts";
import type { AttrSet, Binding, Expression } from "../../syntax/ast.ts";
import type { ParsedFile } from "../../syntax/parsedFile.ts";
import { descendants } from "../../syntax/walk.ts";

export interface FileShape {
  /** Whether it may be a module. */
  readonly isModule: boolean;
  /** Whether it defines what only a whole system does: `system.stateVersion`, `fileSystems`, `boot.loader`. */
  readonly isSystem: boolean;
  /** The files and folders that paths in it name, as URIs. */
  readonly references: readonly Uri[];
}

const SHAPES = new WeakMap<Expression, FileShape>();

export function shapeOf(file: ParsedFile): FileShape {
  const { root } = file;
  if (root === null) return { isModule: false, isSystem: false, references: [] };
  const known = SHAPES.get(root);
  if (known !== undefined) return known;
  const body = bodyOf(root);
  const isModule =
    body !== null && (body !== root || body.kind !== "attrSet" || looksLikeModule(body)) && takesModuleArguments(root);
  const shape = { isModule, isSystem: isModule && definesSystem(body), references: referencesOf(root, file.uri) };
  SHAPES.set(root, shape);
  return shape;
}

/** The set that a file comes to, through functions, `let`, `with` and `assert`; `null` when it comes to none. */
function bodyOf(expression: Expression | null): Expression | null {
  switch (expression?.kind) {
    case "attrSet":
      return expression;
    case "lambda":
    case "let":
    case "with":
    case "assert":
      return bodyOf(expression.body);
    case "apply":
      return isProperty(expression) ? expression : null;
    default:
      return null;
  }
}

/** `mkIf c { … }`, `mkMerge [ … ]`, also after `lib.`. */
function isProperty(expression: Expression): boolean {
  let head: Expression | null = expression;
  while (head?.kind === "apply") head = head.function;
  const last = head?.kind === "select" ? head.path.at(-1) : head;
  const name = last?.kind === "attrName" || last?.kind === "variable" ? last.name : "";
  return name === "mkIf" || name === "mkMerge";
}

const MODULE_ARGUMENTS = new Set(["config", "lib", "options", "modulesPath", "specialArgs"]);

/** A module is a set, or a function that takes anything or one of the arguments that only modules get. */
function takesModuleArguments(root: Expression): boolean {
  let expression: Expression | null = root;
  while (expression?.kind === "let" || expression?.kind === "with" || expression?.kind === "assert")
    expression = expression.body;
  if (expression?.kind !== "lambda") return true;
  const { formals } = expression;
  if (formals === null) return false;
  return formals.ellipsis || formals.formals.some((formal) => MODULE_ARGUMENTS.has(formal.name.name));
}

const MODULE_NAMES = new Set([
  "imports",
  "options",
  "config",
  "boot",
  "console",
  "environment",
  "fileSystems",
  "fonts",
  "hardware",
  "home-manager",
  "i18n",
  "networking",
  "nix",
  "nixpkgs",
  "power",
  "powerManagement",
  "programs",
  "security",
  "services",
  "swapDevices",
  "system",
  "systemd",
  "time",
  "users",
  "virtualisation",
  "zramSwap",
]);

function looksLikeModule(set: AttrSet): boolean {
  return set.bindings.some((binding) => binding.kind === "binding" && MODULE_NAMES.has(nameOf(binding, 0)));
}

function nameOf(binding: Binding, index: number): string {
  const name = binding.kind === "binding" ? binding.path[index] : undefined;
  return name?.kind === "attrName" ? name.name : "";
}

const SYSTEM_PATHS: readonly (readonly string[])[] = [["system", "stateVersion"], ["fileSystems"], ["boot", "loader"]];

function definesSystem(expression: Expression | null): boolean {
  return SYSTEM_PATHS.some((path) => defines(expression, path));
}

function defines(expression: Expression | null, path: readonly string[]): boolean {
  switch (expression?.kind) {
    case "attrSet":
      return expression.bindings.some((binding) => bindingDefines(binding, path));
    case "apply":
      return isProperty(expression) && defines(expression.argument, path);
    case "list":
      return expression.items.some((item) => defines(item, path));
    default:
      return false;
  }
}

function bindingDefines(binding: Binding, path: readonly string[]): boolean {
  if (binding.kind !== "binding") return binding.names.some((name) => path.length === 1 && name.name === path[0]);
  if (nameOf(binding, 0) === "config" && binding.path.length === 1) return defines(binding.value, path);
  const names = binding.path.map((_, index) => nameOf(binding, index));
  const offset = names[0] === "config" ? 1 : 0;
  const own = names.slice(offset);
  const shared = Math.min(own.length, path.length);
  for (let index = 0; index < shared; index++) if (own[index] !== path[index]) return false;
  return own.length >= path.length || defines(binding.value, path.slice(own.length));
}

function referencesOf(root: Expression, uri: Uri): readonly Uri[] {
  const found: Uri[] = [];
  for (const node of descendants(root)) {
    if (node.kind !== "path") continue;
    const [first, ...more] = node.parts;
    if (first?.kind !== "text" || more.length > 0) continue;
    if (first.text.startsWith("/")) found.push(withPath(uri, first.text));
    else if (!first.text.startsWith("~")) found.push(joinUri(parentUri(uri), first.text));
  }
  return found;
}
