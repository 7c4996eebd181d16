/** `lib.trivial`: data files, and what depends on the version of nixpkgs or on the machine, which is unknown. */
import { makeUnknown, ready } from "../../eval/core/make.ts";
import { call, later } from "./support/calls.ts";
import { builtin } from "./support/rooms.ts";
import { deferred, fn, type LibEntry, table } from "./support/table.ts";

function versioned(name: string, signature: string, summary: string): LibEntry {
  return deferred(
    name,
    signature,
    summary,
    ready(makeUnknown({ kind: "notModelled", what: "the version of nixpkgs" })),
  );
}

function impure(name: string, summary: string): LibEntry {
  return deferred(name, "Bool", summary, ready(makeUnknown({ kind: "impure", what: `lib.${name}` })));
}

export const environment = table(
  fn("importJSON", 1, "Path -> a", "The value in a JSON file.", (machine, [path], at) =>
    call(machine, builtin("fromJSON"), at, later(builtin("readFile"), at, path)),
  ),
  fn("importTOML", 1, "Path -> AttrSet", "The values in a TOML file.", (machine, [path], at) =>
    call(machine, builtin("fromTOML"), at, later(builtin("readFile"), at, path)),
  ),
  fn("fileContents", 1, "Path -> String", "The text of a file without a newline at its end.", (machine, [path], at) => {
    const text = call(machine, builtin("readFile"), at, path);
    return text.type === "string" ? { ...text, value: text.value.replace(/\n$/, ""), origin: at } : text;
  }),
  versioned("version", "String", "The version of nixpkgs with its suffix."),
  versioned("nixpkgsVersion", "String", "Old name of `version`."),
  versioned("release", "String", "The release of nixpkgs, such as 24.05."),
  versioned("versionSuffix", "String", "What follows the release in the version of nixpkgs."),
  versioned("codeName", "String", "The code name of the release."),
  versioned("oldestSupportedRelease", "Int", "The oldest release that is still supported, such as 2405."),
  versioned("oldestSupportedReleaseIsAtLeast", "Int -> Bool", "Whether all supported releases are this one or newer."),
  versioned("isInOldestRelease", "Int -> Bool", "Old name of `oldestSupportedReleaseIsAtLeast`."),
  versioned("revisionWithDefault", "String -> String", "The git revision of nixpkgs, or the default."),
  impure("inNixShell", "Whether evaluation runs for a `nix-shell`."),
  impure("inPureEvalMode", "Whether evaluation is pure, as for flakes."),
);
