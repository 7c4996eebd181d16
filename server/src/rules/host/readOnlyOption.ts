/** Reports definitions of an option that is declared read-only and already has its value. */
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { HostRule } from "../support/hostRule.ts";
import { isWritten, placeOfPath } from "../support/placement.ts";
import type { RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "read-only-option",
  severity: "error",
  summary: "A definition of an option that only its own module sets.",
  documentation: `
An option that is declared \`readOnly\` and whose own module sets it is defined once more.
`,
};

export const readOnlyOption: HostRule = {
  meta,
  check(context) {
    return context.host.problems().flatMap((problem) => {
      if (problem.kind !== "readOnly") return [];
      return problem.definitions
        .filter((definition) => isWritten(context, definition))
        .map((definition) => ({
          code: meta.code,
          ...placeOfPath(context, definition),
          message: `${formatPath(problem.path)} is read-only: its own module sets it.`,
        }));
    });
  },
};
