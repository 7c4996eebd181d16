/** Says that a flake or hive has hosts that cannot be listed, and what could not be read. It needs no host. */

import type { Location } from "../../base/range.ts";
import { isInside, parentUri, type Uri } from "../../base/uri.ts";
import type { Origin } from "../../eval/core/value.ts";
import { describeUnknown } from "../../eval/print/render.ts";
import type { UnknownHosts } from "../../modules/api.ts";
import type { Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { descendants } from "../../syntax/tree/walk.ts";
import type { Finding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "hosts-unknown",
  severity: "information",
  summary: "A flake or hive has hosts that cannot be known here.",
  documentation: `
A flake or hive has hosts, or may have some, that cannot be listed here: what makes them comes from an input that is not on
disk, from the machine, or from a function that is not known, or evaluating it fails. The message names it. It stands at
\`nixosConfigurations\`, \`colmena\` or \`colmenaHive\` where that is written, else at \`outputs\`, or at the start of \`hive.nix\`.
Nothing is found on hosts that are not known, so a configuration with this finding is not known to be clean.

\`\`\`nix
outputs = { haumea, ... }: {
  nixosConfigurations = haumea.lib.load { src = ./hosts; };
# ^^^^^^^^^^^^^^^^^^^ it depends on lib.load of the flake input haumea, which is not on disk
};
\`\`\`

Silent where a flake is known to have no hosts; \`check\` says that in its last lines.
`,
};

/** What the rule may read of the workspace. */
export interface DiscoveryContext {
  /** The Nix files of the workspace. */
  readonly files: readonly Uri[];
  locate(origin: Origin): Location | null;
  parsed(uri: Uri): ParsedFile | null;
}

export const hostsUnknown = { meta, check };

/** `null`: something that is found elsewhere says it already, that the text does not parse. */
function check(unknown: UnknownHosts, context: DiscoveryContext): Finding | null {
  const { outcome } = unknown;
  if (outcome.kind === "unknown" && outcome.reason.kind === "syntax") return null;
  const place = placeOf(unknown, context);
  const origin = outcome.kind === "unknown" ? outcome.origin : outcome.error.origin;
  const cause = context.locate(origin);
  const isElsewhere = cause !== null && (cause.uri !== place.uri || cause.range.start !== place.range.start);
  const related = isElsewhere ? [{ ...cause, message: "Here it stops being known." }] : [];
  return { code: meta.code, ...place, message: unknownHostsMessage(unknown), related };
}

/** What cannot be known and why, in a sentence. */
export function unknownHostsMessage({ output, isPartial, outcome }: UnknownHosts): string {
  const what =
    output === null
      ? isPartial
        ? "Whether there are more hosts than these cannot be known"
        : "Which hosts there are cannot be known"
      : isPartial
        ? `Not all hosts in ${output} can be known`
        : `The hosts in ${output} cannot be known`;
  return outcome.kind === "unknown"
    ? `${what}: ${describeUnknown(outcome.reason)}.`
    : `${what}: evaluating them fails: ${outcome.error.message}`;
}

/** Where the hosts would be defined: where evaluation says so, else where the name is written, else at the outputs. */
function placeOf({ root, output, origin }: UnknownHosts, context: DiscoveryContext): Location {
  return (
    placeOfBinding(origin, context) ??
    (output === null ? null : findBinding(root, output, context)) ??
    findBinding(root, "outputs", context, [root]) ?? { uri: root, range: { start: 0, end: 0 } }
  );
}

/** The attribute path of a binding, up to the name where one is given. */
function placeOfBinding(node: Origin, { locate }: DiscoveryContext, name?: string): Location | null {
  if (node?.kind !== "binding") return locate(node);
  const last = name === undefined ? node.path.at(-1) : node.path.find((part) => isNamed(part, name));
  const start = locate(node.path[0] ?? null);
  const end = locate(last ?? null);
  if (start === null || end === null) return locate(node);
  return { uri: start.uri, range: { start: start.range.start, end: end.range.end } };
}

function isNamed(node: Node, name: string): boolean {
  return node.kind === "attrName" && node.name === name;
}

/** The first binding of that name in these files: the root's own before the others of its folder. */
function findBinding(
  root: Uri,
  name: string,
  context: DiscoveryContext,
  files: readonly Uri[] = [root, ...context.files.filter((uri) => isInside(uri, parentUri(root)))],
): Location | null {
  for (const uri of files) {
    const file = context.parsed(uri);
    if (file === null || file.root === null || !file.text.includes(name)) continue;
    for (const node of descendants(file.root)) {
      if (node.kind === "binding" && node.path.some((part) => isNamed(part, name)))
        return placeOfBinding(node, context, name);
    }
  }
  return null;
}
