/** Reports a definition of an option that nothing declares, where its parent is fully known. */

import type { UnknownReason } from "../../eval/core/value.ts";
import { type HostEvaluation, isInNixpkgs, type UnknownOptionProblem } from "../../modules/api.ts";
import { nearestNames, nearNames } from "../../schema/lookup.ts";
import { formatName, formatPath } from "../../syntax/tree/attrName.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { placeOfName } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

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

Where NixOS's source is not at hand, the list of its options that comes with the extension has its say, as a warning: on a
name that is not in NixOS as known then, below a parent that takes no names of your own. Where something may be there that
the list cannot know of (an import that cannot be read, a name of your own above), only if another name is near: one slip,
or two in names of six letters and more. Below free forms (\`settings\`) nothing is said, and what your own modules declare
is theirs.

**Fixes:** the nearest names; the way to an option of that very name one level further down.
`,
};

export const unknownOption: HostRule = {
  meta,
  fixes,
  check(context) {
    const declared = context.host.problems().flatMap((problem) => {
      if (problem.kind !== "unknownOption") return [];
      const nearest = nearestNames(problem.siblings, problem.path.at(-1) ?? "", 3);
      return [finding(context, problem, "does not exist", nearest.map(formatName))];
    });
    return [...declared, ...unlisted(context)];
  },
};

/** `meant`: what may stand in place of the wrong name, as Nix text. */
function finding(
  context: HostRuleContext,
  { path, nameNode, definition }: UnknownOptionProblem,
  what: string,
  meant: readonly string[],
): Finding {
  const [first] = meant;
  const parent = path.length > 1 ? `${formatPath(path.slice(0, -1))}.` : "";
  return {
    code: meta.code,
    ...placeOfName(context, nameNode, definition),
    message: `The option ${formatPath(path)} ${what}${first === undefined ? "." : `. Did you mean ${parent}${first}?`}`,
    data: { meant },
  };
}

/**
 * Names that the list of NixOS's options does not have. It is of another NixOS than the user's, so they are warned of,
 * and where something may be there that the list cannot know of, only if another name is near.
 */
function unlisted(context: HostRuleContext): Finding[] {
  const { host, list } = context;
  if (list === null) return [];
  const unread = unreadModules(host);
  return host.listed(list).unknown.flatMap(({ problem, isParentSure, deeper }) => {
    const nearest = nearNames(problem.siblings, problem.path.at(-1) ?? "", 3);
    // What imports a loose module may be a file that makes hosts in a way of its own, and declares names at the root.
    const isLoose = host.identity.kind === "module" && problem.path.length === 1;
    const isSure = isParentSure && unread.length === 0 && !isLoose;
    if ((nearest.length === 0 && !isSure) || isAboutOneOf(problem.path, unread)) return [];
    const what = `is not in NixOS as known in ${list.asOf}`;
    const meant = nearest.length > 0 ? nearest.map(formatName) : deeper.map(formatPath);
    return [{ ...finding(context, problem, what, meant), severity: "warning" as const }];
  });
}

/** What the imports are called that nobody can read and that are not NixOS's own. */
function unreadModules(host: HostEvaluation): readonly string[] {
  const unread = host.modules.flatMap(({ unreadable }) =>
    unreadable === null || isNixosOwn(unreadable) ? [] : [wordsOf(unreadable)],
  );
  return [...unread, ...host.open.map(({ what }) => what)];
}

/** Modules of NixOS, which the list is about. */
function isNixosOwn(reason: UnknownReason): boolean {
  if (reason.kind === "pkgs") return true;
  if (reason.kind === "input") return reason.name.startsWith("nixpkgs");
  return reason.kind === "unreadable" && isInNixpkgs(reason.uri);
}

function wordsOf(reason: UnknownReason): string {
  return "name" in reason ? reason.name : "what" in reason ? reason.what : "uri" in reason ? reason.uri : reason.kind;
}

/** Whether a module that was not read is called after something in the path: `nix-flatpak` and `services.flatpak`. */
function isAboutOneOf(path: readonly string[], unread: readonly string[]): boolean {
  const wordsIn = (text: string): readonly string[] => text.toLowerCase().split(/[^a-z0-9]+/);
  const words = new Set(unread.flatMap(wordsIn));
  return path.flatMap(wordsIn).some((word) => word.length > 2 && words.has(word));
}

/** Puts what was meant in place of the wrong name: the nearest one, or the way to where it stands. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const meant = Array.isArray(data["meant"]) ? data["meant"] : [];
  return meant
    .filter((text) => typeof text === "string")
    .map((newText, index) => ({
      title: `Change to \`${newText}\``,
      preferred: index === 0,
      edits: [{ uri: file.uri, range, newText }],
    }));
}
