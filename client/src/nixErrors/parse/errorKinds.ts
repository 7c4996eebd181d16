/** The kind of an error or warning by its words. The wordings are those of Nix 2.3 to 2.36 and of nixpkgs' `lib`. */
import type { NixFrame, NixKind } from "./nixFinding.ts";
import type { Told } from "./toldError.ts";

export interface Kind {
  readonly kind: NixKind;
  /** The option, as printed. */
  readonly option: string | null;
  readonly subjects: readonly string[];
}

/** A wording, and what its first group names: an option, or any other subject. */
type Wording = readonly [pattern: RegExp, kind: NixKind, names?: "option"];

const errors: readonly Wording[] = [
  [/^syntax error/, "syntax"],
  [
    /^(?:dynamic attributes not allowed|duplicate formal function argument|invalid integer|path .* trailing slash)/,
    "syntax",
  ],
  [/^(?:dynamic )?attribute ['‘](.+?)['’] (?:at .+)?already defined/, "duplicate-attribute"],
  [/^undefined variable ['‘](.+?)['’]/, "undefined-name"],
  [/^(?:getting status of|opening file) ['‘](.+?)['’]: No such file or directory/, "missing-file"],
  [/^path ['‘](.+?)['’] (?:does not exist|in the repository .* is not tracked)/i, "missing-file"],
  [/^The option [`'‘](.+?)[`'’] does not exist/, "unknown-option", "option"],
  [/^A definition for option [`'‘](.+?)[`'’] is not of type/, "type-mismatch", "option"],
  [/^The option [`'‘](.+?)[`'’] is read-only/, "read-only-option", "option"],
  [
    /^The (?:unique )?option [`'‘](.+?)[`'’] (?:has conflicting|is defined multiple times|is defined both)/,
    "conflicting-definitions",
    "option",
  ],
  [
    /^The option [`'‘](.+?)[`'’] (?:was accessed but has no value|is used but not defined)/,
    "undefined-option",
    "option",
  ],
  [
    /^The option (?:definition )?[`'‘](.+?)[`'’] (?:.*no longer has any effect|can no longer be used)/,
    "deprecated-option",
    "option",
  ],
  [/^The option [`'‘](.+?)[`'’] defined in .+ has been (?:renamed|changed)/, "deprecated-option", "option"],
  [/^builder for ['‘](.+?)['’] failed/, "build"],
  [/^hash mismatch in (?:fixed-output|content-addressed) derivation ['‘](.+?)['’]/, "build"],
  [/^\d+ dependenc(?:ies|y) of derivation ['‘](.+?)['’] failed/, "build-dependency"],
  [/^cannot build (?:missing )?derivation ['‘](.+?)['’]/, "build-dependency"],
  [/^Build failed due to failed dependency/, "build-dependency"],
  [/^build of ['‘](.+?)['’].* failed/, "build-dependency"],
  [
    /^(?:unable to|cannot) (?:download|connect|open connection|fetch)|^experimental (?:Nix )?feature|^the group ['‘]/,
    "tool",
  ],
  [
    /^(?:flake ['‘]|unrecognised flag|cached failure|interrupted by the user|opening lock file|creating directory)/,
    "tool",
  ],
  [/^(?:error\(s\) occurred|some (?:errors|outputs)|not authorized|program ['‘])/, "tool"],
];

const warnings: readonly Wording[] = [
  [/^The option [`'‘](.+?)[`'’] defined in .+ has been (?:renamed|changed)/, "deprecated-option", "option"],
  [/^Obsolete option [`'‘](.+?)[`'’] is used/, "deprecated-option", "option"],
];

const evaluation: Kind = { kind: "evaluation", option: null, subjects: [] };

/** The kind of a message, given its lines and the places that belong to it. */
export function errorKindOf(message: readonly string[], frames: readonly NixFrame[], told: Told): Kind {
  const first = message[0] ?? "";
  if (told.severity === "warning") return kindOfWarning(first, told);
  const unbuilt = /^Cannot build ['‘](.+?)['’]/.exec(first)?.[1];
  if (unbuilt !== undefined) {
    const waits = message.some((line) => /^Reason: \d+ dependenc(?:y|ies) failed/.test(line));
    return { kind: waits ? "build-dependency" : "build", option: null, subjects: [unbuilt] };
  }
  const argument = missingArgument(first, frames, told);
  if (argument !== null) return { kind: "module-argument", option: null, subjects: [argument] };
  const found = worded(first, errors);
  // What Nix cannot do for want of a setting may still have been asked for by a line of the user's.
  return found === null || (found.kind === "tool" && frames.length > 0) ? evaluation : found;
}

function kindOfWarning(first: string, { fromProgram, place }: Told): Kind {
  const units = /^the following units failed: (.+)$/.exec(first)?.[1];
  if (units !== undefined) return { kind: "activation", option: null, subjects: units.split(/,? +/) };
  const deprecated = worded(first, warnings);
  if (deprecated !== null) return deprecated;
  return { kind: fromProgram || place !== null ? "module-warning" : "tool", option: null, subjects: [] };
}

/** An argument that a module wants: the module system looks it up in `_module.args` and finds nothing. */
function missingArgument(first: string, frames: readonly NixFrame[], { trace }: Told): string | null {
  const name = /^attribute ['‘](.+?)['’] missing/.exec(first)?.[1];
  if (name === undefined) return null;
  const lookedUp = /\/lib\/modules\.nix$/.test(frames[0]?.file ?? "") && /_module\.args/.test(frames[0]?.excerpt ?? "");
  const asked = trace.some(({ what }) => what.startsWith(`while evaluating the module argument \`${name}'`));
  return lookedUp || asked ? name : null;
}

function worded(first: string, wordings: readonly Wording[]): Kind | null {
  for (const [pattern, kind, names] of wordings) {
    const match = pattern.exec(first);
    if (match === null) continue;
    const subject = match[1] ?? null;
    const isOption = names === "option";
    return { kind, option: isOption ? subject : null, subjects: isOption || subject === null ? [] : [subject] };
  }
  return null;
}
