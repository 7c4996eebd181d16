/**
 * Fades what binds a name that nothing uses, and `with`s that nothing can come from. Silent in a file that does not
 * parse: the use may be what is being typed.
 */

import type { Range } from "../../base/range.ts";
import { baseName } from "../../base/uri.ts";
import { nameUses, type Unused } from "../../syntax/scopes/nameUses.ts";
import type { Lambda } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { removeUnused, withWhatTheyUse } from "../edit/removeUnused.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "unused-binding",
  severity: "hint",
  summary: "A `let`, an argument, an `inherit` or a `with` that nothing uses.",
  documentation: `
A binding of a \`let\`, a name in one of its \`inherit\`s, an argument in \`{ … }:\`, a name for all arguments, or a \`with\` that
nothing uses. It is faded in the editor; \`check\` only counts it, and lists it with \`--fail-on hint\` and in JSON and SARIF.

Not reported: names that begin with \`_\`, arguments that are no set (\`final: prev: …\`), attributes of \`rec\` sets, arguments
beside a name for all of them that is used (\`{ pkgs, ... }@args\` gives \`args.pkgs\`), and the inputs that a flake's outputs
have to name where they have no \`...\`. Silent while the file does not parse.

**Fixes:** remove it; remove everything unused in the file, with what only that used. An argument of a function without
\`...\` is left, because its callers may give it.
`,
};

export const unusedBinding: SyntaxRule = {
  meta,
  fixes,
  check(file) {
    return unusedOf(file).map((unused) => ({
      code: meta.code,
      uri: file.uri,
      range: rangeOf(file, unused),
      message: messageOf(unused),
      tags: ["unnecessary"],
    }));
  },
};

/** In the order of the text. */
function unusedOf(file: ParsedFile): readonly Unused[] {
  if (file.root === null || file.problems.length > 0) return [];
  const found = nameUses(file.root).unused.filter((unused) => !isCalledByNix(file, unused));
  return found.toSorted((left, right) => rangeOf(file, left).start - rangeOf(file, right).start);
}

/** Nix gives a flake's outputs every input and `self`: without `...` they have to be named. */
function isCalledByNix(file: ParsedFile, unused: Unused): boolean {
  if (unused.kind !== "formal" || hasEllipsis(unused.scope) || baseName(file.uri) !== "flake.nix") return false;
  const { root } = file;
  return (
    root?.kind === "attrSet" &&
    root.bindings.some((binding) => binding.kind === "binding" && binding.value === unused.scope)
  );
}

/** What is faded: the name; of a `with` its head. */
function rangeOf(file: ParsedFile, unused: Unused): Range {
  switch (unused.kind) {
    case "binding": {
      const first = unused.nodes[0]?.path[0];
      return first === undefined ? { start: 0, end: 0 } : file.rangeOf(first);
    }
    case "formal":
      return file.rangeOf(unused.node.name);
    case "with":
      return headOf(file, unused);
    default:
      return file.rangeOf(unused.node);
  }
}

/** `with lib;` */
function headOf(file: ParsedFile, { node }: Extract<Unused, { kind: "with" }>): Range {
  const { start, end } = file.rangeOf(node);
  const environment = node.environment === null ? start : file.rangeOf(node.environment).end;
  const semicolon = file.text.indexOf(";", environment);
  return { start, end: semicolon < 0 || semicolon >= end ? environment : semicolon + 1 };
}

function messageOf(unused: Unused): string {
  switch (unused.kind) {
    case "with":
      return "Nothing comes from this with.";
    case "formal":
      return hasEllipsis(unused.scope)
        ? `The argument ${unused.name} is never used.`
        : `The argument ${unused.name} is never used; callers have to give it as long as it stands here.`;
    case "argument":
      return `The name ${unused.name} for all arguments is never used.`;
    default:
      return `${unused.name} is never used.`;
  }
}

function hasEllipsis({ formals }: Lambda): boolean {
  return formals?.ellipsis === true;
}

/**
 * Removes it, or all that is unused in the file, with what nothing else used. No fix for an argument of a function
 * without `...`, since its callers may give it.
 */
function fixes({ file }: FixContext, { range }: OpenFinding): Fix[] {
  const all = unusedOf(file).filter((unused) => unused.kind !== "formal" || hasEllipsis(unused.scope));
  const asked = all.find((unused) => {
    const found = rangeOf(file, unused);
    return found.start === range.start && found.end === range.end;
  });
  if (asked === undefined) return [];
  const title = asked.kind === "with" ? "Remove this with" : `Remove ${asked.name}`;
  const one: Fix = { title, preferred: true, edits: removeUnused(file, [asked]) };
  const wider = withWhatTheyUse(file, all);
  const every: Fix = {
    title: `Remove everything unused in this file (${wider.length})`,
    preferred: false,
    edits: removeUnused(file, wider),
  };
  return [one, ...(wider.length > 1 ? [every] : [])].filter(({ edits }) => edits.length > 0);
}
