/** Reports a file that a host imports or reads and that is not there. Only what evaluation really asks for counts. */
import { joinUri, parentUri, uriPath } from "../../base/uri.ts";
import type { HostRule } from "../support/hostRule.ts";
import { placeOfModule, placeOfPath } from "../support/placement.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "missing-file",
  severity: "error",
  summary: "An imported file that is not there.",
  documentation: `
A host imports or reads a file that does not exist. What is only mentioned, such as a path behind
\`lib.optional (builtins.pathExists ./x.nix)\`, does not count.

**Fix:** create the file as an empty module.
`,
};

export const missingFile: HostRule = {
  meta,
  fixes,
  check(context) {
    return context.host.problems().flatMap((problem) => {
      if (problem.kind !== "failed" || problem.error !== "missingFile") return [];
      const { definition, module } = problem;
      const asked = definition === null ? placeOfModule(context, module) : placeOfPath(context, definition);
      return [{ code: meta.code, ...(context.locate(problem.origin) ?? asked), message: problem.message }];
    });
  },
};

/** Creates the file as an empty module, where the text names a Nix file relative to this one. */
function fixes({ file }: FixContext, { range }: OpenFinding): Fix[] {
  const text = file.text.slice(range.start, range.end);
  if (!/^\.\.?\/[\w+.\-/]*$/.test(text)) return [];
  const target = joinUri(parentUri(file.uri), text);
  const uri = target.endsWith(".nix") ? target : joinUri(target, "default.nix");
  return [
    {
      title: `Create \`${uriPath(uri)}\``,
      preferred: true,
      edits: [],
      creates: [{ uri, text: "{ config, lib, pkgs, ... }:\n\n{\n}\n" }],
    },
  ];
}
