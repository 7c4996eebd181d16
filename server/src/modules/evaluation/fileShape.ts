/** The shape of a file, told without evaluating it: a module or not, a host's or not, and which files it names. */
import { sideTable } from "../../base/sideTable.ts";
import { joinUri, parentUri, type Uri, withPath } from "../../base/uri.ts";
import type { AttrSet, Binding, Expression, Node, StringPart } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { descendants } from "../../syntax/tree/walk.ts";

export interface FileShape {
  /** Whether it may be a module. */
  readonly isModule: boolean;
  /** Whether it defines what only a whole system does: `system.stateVersion`, `fileSystems`, `boot.loader`. */
  readonly isSystem: boolean;
  /** Whether it is a module of nix-darwin or home-manager. */
  readonly isForeign: boolean;
  /** Whether it makes paths of parts, so that which files it names cannot be seen. */
  readonly computesPaths: boolean;
  /** The files and folders that paths in it name, as URIs. */
  readonly references: readonly Uri[];
}

const NOTHING: FileShape = {
  isModule: false,
  isSystem: false,
  isForeign: false,
  computesPaths: false,
  references: [],
};

const SHAPES = sideTable<Expression, FileShape>();

export function shapeOf(file: ParsedFile): FileShape {
  const { root } = file;
  if (root === null) return NOTHING;
  const known = SHAPES.get(root);
  if (known !== undefined) return known;
  const body = bodyOf(root);
  const isModule =
    body !== null && (body !== root || body.kind !== "attrSet" || looksLikeModule(body)) && takesModuleArguments(root);
  const definesDisks = isModule && DISK_PATHS.some((path) => valueAt(body, path) !== null);
  const shape = {
    isModule,
    isSystem: definesDisks || (isModule && valueAt(body, STATE_VERSION)?.kind === "string"),
    isForeign: isModule && isForeign(body),
    ...pathsOf(root, file.uri),
  };
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

const STATE_VERSION = ["system", "stateVersion"];
const DISK_PATHS: readonly (readonly string[])[] = [["fileSystems"], ["boot", "loader"]];

/** What no module of NixOS defines. */
const FOREIGN_PATHS: readonly (readonly string[])[] = [
  ["home", "stateVersion"],
  ["home", "username"],
  ["home", "homeDirectory"],
  ["home", "packages"],
  ["homebrew"],
  ["launchd"],
  ["system", "defaults"],
  ["system", "primaryUser"],
];

/** nix-darwin counts its state version, NixOS writes it as text. */
function isForeign(body: Expression | null): boolean {
  if (valueAt(body, STATE_VERSION)?.kind === "integer") return true;
  const platform = valueAt(body, ["nixpkgs", "hostPlatform"]);
  const [text] = platform?.kind === "string" ? platform.parts : [];
  if (text?.kind === "text" && text.text.endsWith("-darwin")) return true;
  return FOREIGN_PATHS.some((path) => valueAt(body, path) !== null);
}

/** What a module gives an option path: the value, or what stands around it; `null` where it says nothing of it. */
function valueAt(expression: Expression | null, path: readonly string[]): Node | null {
  switch (expression?.kind) {
    case "attrSet":
      return firstOf(expression.bindings, (binding) => boundTo(binding, path));
    case "apply":
      return isProperty(expression) ? valueAt(expression.argument, path) : null;
    case "list":
      return firstOf(expression.items, (item) => valueAt(item, path));
    default:
      return null;
  }
}

function firstOf<T>(items: readonly T[], find: (item: T) => Node | null): Node | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function boundTo(binding: Binding, path: readonly string[]): Node | null {
  if (binding.kind !== "binding")
    return binding.names.some((name) => path.length === 1 && name.name === path[0]) ? binding : null;
  if (nameOf(binding, 0) === "config" && binding.path.length === 1) return valueAt(binding.value, path);
  const names = binding.path.map((_, index) => nameOf(binding, index));
  const own = names.slice(names[0] === "config" ? 1 : 0);
  const shared = Math.min(own.length, path.length);
  for (let index = 0; index < shared; index++) if (own[index] !== path[index]) return null;
  return own.length >= path.length ? (binding.value ?? binding) : valueAt(binding.value, path.slice(own.length));
}

const LISTINGS = new Set(["readDir", "listFilesRecursive", "packagesFromDirectoryRecursive", "haumea", "import-tree"]);

function pathsOf(root: Expression, uri: Uri): Pick<FileShape, "references" | "computesPaths"> {
  const references: Uri[] = [];
  let computesPaths = false;
  for (const node of descendants(root)) {
    const named = namedPath(node);
    if (named === null) computesPaths ||= isComputedPath(node);
    else if (named.startsWith("/")) references.push(withPath(uri, named));
    else if (!named.startsWith("~")) references.push(joinUri(parentUri(uri), named));
  }
  return { references, computesPaths };
}

/** The text of `./a.nix` and `./hosts + "/a.nix"`, of which the second is a sum of the first too. */
function namedPath(node: Node): string | null {
  if (node.kind === "path") return plainText(node);
  if (node.kind !== "binary" || node.operator !== "+" || node.left?.kind !== "path") return null;
  const folder = plainText(node.left);
  const below = node.right?.kind === "string" ? plainText(node.right) : null;
  return folder === null || below === null ? null : folder + below;
}

function plainText({ parts: [first, ...more] }: { readonly parts: readonly StringPart[] }): string | null {
  return first?.kind === "text" && more.length === 0 ? first.text : null;
}

/** `./hosts + "/${name}"`, `self + "/x"`, `"${self}/x"`, and what lists folders. */
function isComputedPath(node: Node): boolean {
  if (node.kind === "path") return node.parts.length > 1;
  if (node.kind === "binary") return node.operator === "+" && (node.left?.kind === "path" || isSelf(node.left));
  if (node.kind === "string") {
    const [first, second] = node.parts;
    return first?.kind === "interpolation" && second?.kind === "text" && isSelf(first.expression);
  }
  return (node.kind === "variable" || node.kind === "attrName") && LISTINGS.has(node.name);
}

function isSelf(node: Expression | null): boolean {
  const last = node?.kind === "select" ? node.path.at(-1) : node;
  return (last?.kind === "variable" || last?.kind === "attrName") && last.name === "self";
}
