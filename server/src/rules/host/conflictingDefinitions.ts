/** Reports definitions of equal strength that contradict each other. */

import type { Definition } from "../../modules/api.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import { enclosingBindings } from "../edit/enclosing.ts";
import { libName } from "../edit/libName.ts";
import { removeBinding } from "../edit/removeBinding.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { isWritten, placeOfPath, placeOfValue } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "conflicting-definitions",
  severity: "error",
  summary: "Definitions of one priority with different values, for a type that cannot merge them.",
  documentation: `
Two definitions of one option have the same priority and different values, and the type cannot merge them.

**Fixes:** let this one win with \`mkForce\`; remove it.
`,
};

export const conflictingDefinitions: HostRule = {
  meta,
  fixes,
  check(context) {
    return context.host.problems().flatMap((problem) => {
      if (problem.kind !== "conflict") return [];
      const [last, ...others] = inOrder(context, problem.definitions);
      if (last === undefined) return [];
      return [finding(context, [...problem.path, ...problem.part.map(String)], last, others)];
    });
  },
};

function finding(
  context: HostRuleContext,
  path: readonly string[],
  last: Definition,
  others: readonly Definition[],
): Finding {
  return {
    code: meta.code,
    ...placeOfValue(context, last),
    message: `${formatPath(path)} is defined with different values of the same priority, and its type cannot merge them. Keep one, or say with \`lib.mkForce\` which one wins.`,
    related: others.map((other) => ({
      ...placeOfPath(context, other),
      message: `The other definition${isWritten(context, other) ? "" : `, in ${other.module.label}`}.`,
    })),
    data: { written: isWritten(context, last) },
  };
}

/** Last in the workspace's text first: that is the one to report; what no file of the workspace wrote comes after all. */
function inOrder(context: HostRuleContext, definitions: readonly Definition[]): Definition[] {
  const places = definitions.map((definition) => ({
    definition,
    written: isWritten(context, definition),
    place: placeOfValue(context, definition),
  }));
  places.sort((left, right) => {
    if (left.written !== right.written) return left.written ? -1 : 1;
    if (left.place.uri !== right.place.uri) return left.place.uri < right.place.uri ? 1 : -1;
    return right.place.range.start - left.place.range.start;
  });
  return places.map(({ definition }) => definition);
}

/** `mkForce` around the value, or the definition taken out. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  if (data["written"] !== true) return [];
  const fixes: Fix[] = [];
  const force = libName(file, range.start, "mkForce");
  const text = file.text.slice(range.start, range.end);
  if (force !== null) {
    const value = /^[\w."'-]+$/.test(text) || /^[[{(]/.test(text) ? text : `(${text})`;
    fixes.push({
      title: "Let this definition win with `mkForce`",
      preferred: true,
      edits: [{ uri: file.uri, range, newText: `${force.name} ${value}` }, ...force.edits],
    });
  }
  const binding = enclosingBindings(file, range)[0];
  if (binding !== undefined) {
    fixes.push({ title: "Remove this definition", preferred: false, edits: [removeBinding(file, binding)] });
  }
  return fixes;
}
