/** Reports an attribute that one set defines twice, exactly where Nix refuses it. */
import type { Range } from "../../base/range.ts";
import { type AttributeDefinition, findDuplicates } from "../../syntax/scopes/duplicates.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { removeBinding } from "../edit/removeBinding.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta, TextEdit } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "duplicate-attribute",
  severity: "error",
  summary: "One set defines an attribute twice where Nix refuses it.",
  documentation: `
One set defines an attribute twice, and Nix refuses it. \`a.b = 1; a.c = 2;\` and \`a = { b = 1; }; a.c = 2;\` are no
duplicates: Nix merges them. Two literal sets are one set at any depth, as in Nix 2.26 and later.

**Fixes:** remove one of the two.
`,
};

export const duplicateAttribute: SyntaxRule = {
  meta,
  fixes,
  check(file) {
    if (file.root === null) return [];
    return findDuplicates(file.root).map(({ path, first, second }) => ({
      code: meta.code,
      uri: file.uri,
      range: rangeOf(file, second),
      message: `${formatPath(path)} is already defined in this set.`,
      related: [{ uri: file.uri, range: rangeOf(file, first), message: "It is first defined here." }],
    }));
  },
};

function rangeOf(file: ParsedFile, { first, last }: AttributeDefinition): Range {
  return { start: file.rangeOf(first).start, end: file.rangeOf(last).end };
}

/** Removes one of the two. Where both are sets there is nothing to mend: Nix merges them. */
function fixes({ file }: FixContext, { range }: OpenFinding): Fix[] {
  if (file.root === null) return [];
  const duplicate = findDuplicates(file.root).find(({ second }) => {
    const found = rangeOf(file, second);
    return found.start === range.start && found.end === range.end;
  });
  if (duplicate === undefined) return [];
  const { path, first, second } = duplicate;
  const name = formatPath(path);
  return [
    { title: `Remove this definition of ${name}`, preferred: true, edits: [removal(file, second)] },
    { title: `Remove the first definition of ${name}`, preferred: false, edits: [removal(file, first)] },
  ];
}

function removal(file: ParsedFile, { binding, first }: AttributeDefinition): TextEdit {
  if (binding.kind === "binding" || binding.names.length === 1) return removeBinding(file, binding);
  const { start, end } = file.rangeOf(first);
  return { uri: file.uri, range: { start: file.text.slice(0, start).trimEnd().length, end }, newText: "" };
}
