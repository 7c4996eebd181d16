/** Reports a value that the option's type certainly rejects. Silent when unsure. */

import { covers } from "../../base/range.ts";
import type { Value } from "../../eval/core/value.ts";
import type { TypeInfo, TypeMismatchProblem } from "../../modules/api.ts";
import { nearestNames } from "../../schema/lookup.ts";
import { formatName, formatPath, quoteString } from "../../syntax/tree/attrName.ts";
import { describeValue } from "../support/describeValue.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { placeOfPart } from "../support/placement.ts";
import type { Finding, Fix, FixContext, FixData, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "type-mismatch",
  severity: "error",
  fixesAreIndependent: true,
  summary: "A value that the type of its option rejects.",
  documentation: `
A value that the option's type rejects. The value is underlined, or the part of it that is wrong; where it is made
elsewhere, that place is linked. Where only the list of NixOS's options that comes with the extension knows the type, it is
an error if a later look at NixOS confirms that type, otherwise a warning.

**Fixes:** \`"2379"\` → \`2379\`, \`"true"\` → \`true\`, the nearest member of an enumeration, a list around a single value.
`,
};

export const typeMismatch: HostRule = {
  meta,
  fixes,
  check(context) {
    const declared = context.host
      .problems()
      .flatMap((problem) => (problem.kind === "typeMismatch" ? [finding(context, problem)] : []));
    return [...declared, ...listed(context, declared)];
  },
};

/**
 * Values that types refuse which only the list of NixOS's options knows: certain where the later of its looks confirms
 * the type, nothing where it contradicts it.
 */
function listed(context: HostRuleContext, declared: readonly Finding[]): Finding[] {
  const { host, list } = context;
  if (list === null) return [];
  return host.listed(list).mismatches.flatMap(({ problem, isConfirmed }) => {
    if (isConfirmed === false) return [];
    const found = finding(context, problem);
    // What stands in for NixOS has said it already.
    if (declared.some(({ uri, range }) => uri === found.uri && covers(range, found.range))) return [];
    if (isConfirmed === true) return [found];
    return [
      { ...found, severity: "warning" as const, message: `${found.message.slice(0, -1)} (as known in ${list.asOf}).` },
    ];
  });
}

function finding(context: HostRuleContext, problem: TypeMismatchProblem): Finding {
  const place = placeOfPart(context, problem.definition, problem.value);
  const origin = context.locate(problem.value.origin);
  const madeElsewhere = origin !== null && (origin.uri !== place.uri || origin.range.start !== place.range.start);
  return {
    code: meta.code,
    ...place,
    message: `${formatOption(problem.path, problem.part)} takes ${describeOptionType(problem.expected)}, not ${describeValue(problem.value)}.`,
    data: fixData(problem.expected, problem.value),
    ...(madeElsewhere && { related: [{ ...origin, message: "The value is made here." }] }),
  };
}

/** A type as the object of "takes": NixOS's description with an article where it reads as a noun. */
export function describeOptionType(type: TypeInfo): string {
  const { description } = type;
  if (/^(one of|null or|either|a |an |attribute set|list of|positive|anything)/.test(description)) {
    return /^(attribute set|positive)/.test(description)
      ? withArticle(description)
      : description.replace(/^list/, "a list");
  }
  return withArticle(description);
}

function withArticle(noun: string): string {
  return `${/^[aeiou8]/i.test(noun) && !/^uni/i.test(noun) ? "an" : "a"} ${noun}`;
}

function formatOption(path: readonly string[], part: readonly (string | number)[]): string {
  const inside = part.map((step) => (typeof step === "number" ? `[${step}]` : `.${formatName(step)}`)).join("");
  return formatPath(path) + inside;
}

/** What a fix has to know: the literal that would be accepted instead of the value, and what it is called. */
function fixData(expected: TypeInfo, value: Value): FixData {
  return { replacements: replacements(expected, value), wrap: acceptsListOf(expected, value) };
}

function replacements(type: TypeInfo, value: Value): string[] {
  if (value.type === "string") return fromText(type, value.value);
  if (value.type === "int" && type.kind === "string") return [quoteString(String(value.value))];
  if (value.type === "bool" && type.kind === "string") return [quoteString(String(value.value))];
  return (type.inner ?? []).filter(() => isAlternative(type)).flatMap((inner) => replacements(inner, value));
}

function fromText(type: TypeInfo, text: string): string[] {
  switch (type.kind) {
    case "int":
    case "port":
    case "number":
      return /^-?\d{1,15}$/.test(text) && inBounds(type, Number(text)) ? [String(Number(text))] : [];
    case "bool":
      return text === "true" || text === "false" ? [text] : [];
    case "enum":
      return nearestNames(type.members ?? [], quoteString(text), 3).slice();
    default:
      return (type.inner ?? []).filter(() => isAlternative(type)).flatMap((inner) => fromText(inner, text));
  }
}

function isAlternative(type: TypeInfo): boolean {
  return type.kind === "nullOr" || type.kind === "either" || type.kind === "coercedTo";
}

function inBounds({ minimum, maximum }: TypeInfo, value: number): boolean {
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

/** True when a list of just this value would be accepted. */
function acceptsListOf(type: TypeInfo, value: Value): boolean {
  if (isAlternative(type)) return (type.inner ?? []).some((inner) => acceptsListOf(inner, value));
  const element = type.inner?.[0];
  return type.kind === "listOf" && element !== undefined && acceptsPlain(element, value);
}

function acceptsPlain(type: TypeInfo, value: Value): boolean {
  switch (type.kind) {
    case "string":
      return value.type === "string";
    case "int":
    case "port":
    case "number":
      return value.type === "int" && inBounds(type, Number(value.value));
    case "bool":
      return value.type === "bool";
    case "enum":
      return value.type === "string" && (type.members ?? []).includes(quoteString(value.value));
    case "path":
      return value.type === "path";
    case "anything":
      return true;
    default:
      return isAlternative(type) && (type.inner ?? []).some((inner) => acceptsPlain(inner, value));
  }
}

const literal = /^(?:"(?:[^"\\$]|\\.)*"|-?\d+|true|false)$/s;
/** What may stand in a list as it is, by its text alone: a name, a number, a string. All else gets parentheses. */
const listItem = /^(?:\w[\w.'-]*|"(?:[^"\\]|\\.)*")$/s;

/** Another literal in place of the one that stands there; a list around a single value. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const text = file.text.slice(range.start, range.end);
  const found = literal.test(text) && Array.isArray(data["replacements"]) ? data["replacements"] : [];
  const fixes = found
    .filter((replacement) => typeof replacement === "string")
    .map((replacement, index) => replace(file.uri, range, `Change to \`${replacement}\``, replacement, index === 0));
  if (data["wrap"] === true) {
    const element = listItem.test(text) ? text : `(${text})`;
    fixes.push(replace(file.uri, range, "Wrap in a list", `[ ${element} ]`, fixes.length === 0));
  }
  return fixes;
}

function replace(uri: string, range: OpenFinding["range"], title: string, newText: string, preferred: boolean): Fix {
  return { title, preferred, edits: [{ uri, range, newText }] };
}
