/** Reports definitions of an option that is declared read-only and already has its value. */
import { formatPath } from "../syntax/attrName.ts";
import type { HostRule } from "./hostRule.ts";
import { isWritten, placeOfPath } from "./placement.ts";
import type { RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "read-only-option",
  severity: "error",
  summary: "A definition of an option that only its own module sets.",
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
