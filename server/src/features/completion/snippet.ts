/** Snippets: what a value of a type looks like before the user fills it in. Tab stops count from 1; 0 is the last. */
import type { OptionDoc, OptionNode, TypeInfo } from "../../modules/api.ts";
import { isPlaceholder } from "../../schema/lookup.ts";
import { formatName } from "../../syntax/tree/attrName.ts";

/** More members than this are not listed in a choice. */
const choiceLimit = 30;

/** The snippet for a value of `option`'s type, beginning with its default or example where they help. */
export function valueSnippet(option: OptionDoc): string {
  return typeSnippet(option.type, option.defaultText, option.exampleText, option.path.at(-1) ?? "");
}

function typeSnippet(type: TypeInfo, defaultText: string | null, exampleText: string | null, name: string): string {
  const [first] = type.inner ?? [];
  switch (type.kind) {
    case "bool":
      if (name === "enable" || defaultText === null) return name === "enable" ? "true" : choice(["true", "false"]);
      return choice(defaultText === "true" ? ["false", "true"] : ["true", "false"]);
    case "enum":
      return enumSnippet(type.members ?? [], defaultText);
    case "string":
      return stringSnippet(defaultText, exampleText);
    case "listOf":
      return first !== undefined && holdsAttributes(first) ? "[\n\t{ $0 }\n]" : "[ $0 ]";
    case "attrsOf":
    case "attrs":
    case "submodule":
      return "{\n\t$0\n}";
    case "nullOr":
      if (first === undefined) return placeholder(defaultText);
      return typeSnippet(first, defaultText === "null" ? null : defaultText, exampleText, name);
    case "either":
    case "coercedTo":
      return eitherSnippet(type, defaultText, exampleText, name);
    case "functionTo":
      return `\${1:x}: $0`;
    case "package":
      return placeholder(shortText(defaultText) ?? shortText(exampleText) ?? "pkgs.");
    default:
      return placeholder(shortText(defaultText === "null" ? null : defaultText) ?? shortText(exampleText));
  }
}

function eitherSnippet(type: TypeInfo, defaultText: string | null, exampleText: string | null, name: string): string {
  const alternatives = type.inner ?? [];
  const fits = alternatives.find((inner) => looksLike(inner, defaultText ?? exampleText));
  const chosen = fits ?? alternatives[0];
  return chosen === undefined
    ? placeholder(shortText(defaultText))
    : typeSnippet(chosen, defaultText, exampleText, name);
}

/** Whether `text` may be a value of `type`, by its first character. */
function looksLike(type: TypeInfo, text: string | null): boolean {
  if (text === null) return false;
  switch (type.kind) {
    case "bool":
      return text === "true" || text === "false";
    case "string":
      return text.startsWith('"') || text.startsWith("''");
    case "listOf":
      return text.startsWith("[");
    case "attrs":
    case "attrsOf":
    case "submodule":
      return text.startsWith("{");
    case "int":
    case "port":
    case "number":
    case "float":
      return /^-?\d/.test(text);
    default:
      return false;
  }
}

function enumSnippet(members: readonly string[], defaultText: string | null): string {
  if (members.length === 0 || members.length > choiceLimit) return placeholder(defaultText);
  const first = members.filter((member) => member === defaultText);
  return choice([...first, ...members.filter((member) => member !== defaultText)]);
}

function stringSnippet(defaultText: string | null, exampleText: string | null): string {
  for (const text of [defaultText, exampleText]) {
    const inside = text === null ? undefined : /^"((?:[^"\\\n]|\\.)*)"$/.exec(text)?.[1];
    if (inside) return `"${placeholder(inside)}"`;
  }
  return '"$1"';
}

/** Whether values of `type` are sets with options or names of their own. */
export function holdsAttributes(type: TypeInfo): boolean {
  if (type.kind === "submodule" || type.kind === "attrs" || type.kind === "attrsOf") return true;
  return type.kind === "nullOr" && (type.inner ?? []).some(holdsAttributes);
}

function shortText(text: string | null): string | null {
  return text !== null && text.length <= 60 && !text.includes("\n") ? text : null;
}

function choice(members: readonly string[]): string {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return escapeSnippet(only);
  return `\${1|${members.map((member) => member.replace(/[\\,|$}]/g, "\\$&")).join(",")}|}`;
}

function placeholder(text: string | null): string {
  const short = shortText(text);
  return short === null ? "$1" : `\${1:${escapeSnippet(short)}}`;
}

/** Text as itself inside a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** `{ id = $1; address = "$2"; }`: a set with the options that have no default, to be filled in. */
export function skeleton(node: OptionNode): string | null {
  const required: string[] = [];
  for (const [name, child] of node.children) {
    if (isPlaceholder(name) || child.option === null || !isRequired(child.option)) continue;
    const value = valueSnippet(child.option).replace("$0", () => "$1");
    required.push(`\t${escapeSnippet(formatName(name))} = ${renumber(value, required.length + 1)};`);
  }
  return required.length === 0 ? null : `{\n${required.join("\n")}\n}`;
}

function renumber(snippet: string, stop: number): string {
  return snippet.replace(/(?<!\\)\$(\{?)1/g, (_, brace: string) => `$${brace}${stop}`);
}

/** An option that must be defined: it has no default, and nothing of its type comes by itself. A list may not say it. */
export function isRequired(option: OptionDoc): boolean {
  return (
    option.asOf === undefined &&
    option.defaultText === null &&
    !option.readOnly &&
    !option.internal &&
    !holdsAttributes(option.type)
  );
}
