/** Reports a definition of an option that nothing declares, where its parent is fully known. */
import { nearestNames } from "../../schema/lookup.ts";
import { formatName, formatPath } from "../../syntax/tree/attrName.ts";
import type { HostRule } from "../support/hostRule.ts";
import { placeOfName } from "../support/placement.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "unknown-option",
  severity: "error",
  summary: "An option that no module of the host declares, below a parent that is fully known.",
  documentation: `
A definition of an option that no module declares, where everything that could declare it has been read. The first wrong
name is underlined.

\`\`\`nix
services.chainfire.prot = 2379;
#                  ^^^^ did you mean services.chainfire.port?
\`\`\`

**Fix:** the nearest declared names.
`,
};

export const unknownOption: HostRule = {
  meta,
  fixes,
  check(context) {
    return context.host.problems().flatMap((problem) => {
      if (problem.kind !== "unknownOption") return [];
      const wrong = problem.path.at(-1) ?? "";
      const nearest = nearestNames(problem.siblings, wrong, 3);
      return [
        {
          code: meta.code,
          ...placeOfName(context, problem.nameNode, problem.definition),
          message: `The option ${formatPath(problem.path)} does not exist${suggestion(nearest, problem.path.slice(0, -1))}`,
          data: { nearest },
        },
      ];
    });
  },
};

/** Puts the nearest declared name in place of the wrong one. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const nearest = Array.isArray(data["nearest"]) ? data["nearest"] : [];
  return nearest
    .filter((name) => typeof name === "string")
    .map((name, index) => ({
      title: `Change to \`${name}\``,
      preferred: index === 0,
      edits: [{ uri: file.uri, range, newText: formatName(name) }],
    }));
}

function suggestion(nearest: readonly string[], parent: readonly string[]): string {
  const first = nearest[0];
  return first === undefined ? "." : `. Did you mean ${formatPath([...parent, first])}?`;
}
