/**
 * How far the findings of a workspace reach and what they rest on: which NixOS is meant, which hosts cannot be listed,
 * which inputs are missing for which hosts, what was given up. Plain data, made once for each analysis
 * (`session/hosts/coverage.ts`); the status item, `check` and hover show it.
 * Invariant: what is silent because it was not read, is told here.
 */

import type { Uri } from "../../base/uri.ts";
import type { EvaluationLimit } from "../model/view.ts";

export interface Coverage {
  /** Each NixOS that hosts are held against. Empty where there are no hosts. */
  readonly nixos: readonly NixosCoverage[];
  /** Flakes and hives whose hosts cannot be listed, or not all of them. */
  readonly unknownHosts: readonly UnknownHostsView[];
  /** Why there is no host at all; `null`: there is one, or `unknownHosts` or `givenUp` says why not. */
  readonly noHosts: NoHosts | null;
  /** Inputs that are not at hand, sorted by name. */
  readonly missingInputs: readonly MissingInput[];
  readonly givenUp: GivenUp;
}

export interface NixosCoverage {
  readonly knowledge: NixosKnowledge;
  /** Labels of the hosts that it is the NixOS of. */
  readonly hosts: readonly string[];
}

/** Where what is known of NixOS comes from, from the least to the most. */
export type NixosKnowledge =
  /** The options of NixOS that PlasmaCloud's own modules touch, and no others. */
  | { readonly kind: "builtIn"; readonly options: number }
  /** Facts of NixOS as it was in a month, `2026-03`, whatever the host's release is. */
  | { readonly kind: "facts"; readonly month: string; readonly options: number }
  /** The list of options that belongs to a release. */
  | { readonly kind: "optionsList"; readonly release: string }
  /** The host's own nixpkgs, read; `from` says what names it: `the lock`, `NIX_PATH`. */
  | { readonly kind: "source"; readonly release: string; readonly from: string };

export interface UnknownHostsView {
  /** The `flake.nix` or `hive.nix`. */
  readonly file: Uri;
  /** A sentence that says what cannot be known and why. */
  readonly message: string;
  /** The input that it takes to know them; `null`: something else. */
  readonly input: string | null;
}

export type NoHosts =
  /** These flakes have neither `nixosConfigurations` nor a hive, and no other file is a host. */
  | { readonly kind: "noneDeclared"; readonly flakes: readonly Uri[] }
  /** There is no flake, no hive, and no module that is a host by itself. */
  | { readonly kind: "nothingFound" };

export interface MissingInput {
  readonly name: string;
  /** Labels of the hosts that it takes to know whole; empty: it takes it to know which hosts there are. */
  readonly hosts: readonly string[];
}

/** What was begun and not brought to an end. */
export interface GivenUp {
  /** Files that are there and were not read: too large, nested too deeply, no text, no permission. */
  readonly files: readonly GivenUpFile[];
  /** Hosts of which something was not computed because of a limit. */
  readonly hosts: readonly { readonly host: string; readonly limits: readonly EvaluationLimit[] }[];
  /** What was still to be read when reading was ended. Not empty: nothing is said of any host. */
  readonly unread: readonly Uri[];
}

export interface GivenUpFile {
  readonly file: Uri;
  /**
   * What evaluation wanted it for: as a flake or hive (or its lock), as a host's root module, or to import it; `bundled`:
   * it comes with PlasmaCloud, and without it nothing is said of any host.
   */
  readonly role: "flake" | "entry" | "import" | "bundled";
  /** Why it was not read, in words that go behind a colon. */
  readonly reason: string;
  /** Labels of the hosts that it takes part in, as far as there are any. */
  readonly hosts: readonly string[];
}

/** Before anything was looked at. */
export const NO_COVERAGE: Coverage = {
  nixos: [],
  unknownHosts: [],
  noHosts: null,
  missingInputs: [],
  givenUp: { files: [], hosts: [], unread: [] },
};

/** Which NixOS the findings speak of, in words that may stand alone; `null` where there are no hosts. */
export function describeNixos({ nixos }: Coverage): string | null {
  if (nixos.length === 0) return null;
  const several = nixos.length > 1;
  return nixos
    .map(({ knowledge, hosts }) => describeKnowledge(knowledge) + (several ? ` (${listed(hosts)})` : ""))
    .join("; ");
}

function describeKnowledge(knowledge: NixosKnowledge): string {
  switch (knowledge.kind) {
    case "builtIn":
      return `PlasmaCloud's own options and ${knowledge.options} of NixOS's`;
    case "facts":
      return `NixOS as known in ${knowledge.month}, not your release: ${knowledge.options.toLocaleString("en-US")} options`;
    case "optionsList":
      return `NixOS ${knowledge.release}, from the list of its options`;
    case "source":
      return `NixOS ${knowledge.release}, from ${knowledge.from}`;
  }
}

/** The same with every file called what the user calls it. */
export function withPaths(coverage: Coverage, pathOf: (uri: Uri) => string): Coverage {
  const { unknownHosts, noHosts, givenUp } = coverage;
  return {
    ...coverage,
    unknownHosts: unknownHosts.map((one) => ({ ...one, file: pathOf(one.file) })),
    noHosts: noHosts?.kind === "noneDeclared" ? { ...noHosts, flakes: noHosts.flakes.map(pathOf) } : noHosts,
    givenUp: {
      ...givenUp,
      files: givenUp.files.map((one) => ({ ...one, file: pathOf(one.file) })),
      unread: givenUp.unread.map(pathOf),
    },
  };
}

/** What is not known and why, one sentence each, the gravest first; empty: everything was read. */
export function describeGaps({ unknownHosts, noHosts, missingInputs, givenUp }: Coverage): readonly string[] {
  const inputs = missingInputs.filter(({ hosts }) => hosts.length > 0);
  return [
    ...(givenUp.unread.length === 0 ? [] : [unreadText(givenUp.unread)]),
    ...givenUp.files.map(fileText),
    ...unknownHosts.map(({ file, message }) => `${file}: ${message}`),
    ...(noHosts === null ? [] : [noHostsText(noHosts)]),
    ...givenUp.hosts.map(hostText),
    ...(inputs.length === 0 ? [] : [inputsText(inputs)]),
  ];
}

function unreadText(unread: readonly Uri[]): string {
  return `Reading was ended before it was done, and nothing is said of hosts; still to be read: ${listed(unread)}.`;
}

function fileText({ file, role, reason, hosts }: GivenUpFile): string {
  if (role === "bundled") return `Nothing is said of hosts without ${file}, which comes with PlasmaCloud: ${reason}.`;
  const needs = hosts.length === 1 ? "needs" : "need";
  const who = role === "entry" ? ", a host's own file" : hosts.length === 0 ? "" : `, which ${listed(hosts)} ${needs}`;
  return `Given up: ${file}${who}: ${reason}.`;
}

function noHostsText(noHosts: NoHosts): string {
  if (noHosts.kind === "nothingFound")
    return "No hosts: there is no flake.nix, hive.nix or configuration.nix, and no module that defines system.stateVersion, fileSystems or boot.loader.";
  return `No hosts: there is no nixosConfigurations and no hive in ${listed(noHosts.flakes)}.`;
}

function hostText({ host, limits }: GivenUp["hosts"][number]): string {
  return `Not evaluated to the end: ${host}: ${limits.map(limitText).join(", ")}.`;
}

function limitText(limit: EvaluationLimit): string {
  switch (limit) {
    case "outOfFuel":
      return "it takes too many steps";
    case "tooDeep":
      return "it nests too deeply";
    case "tooLarge":
      return "a value is too large";
  }
}

function inputsText(inputs: readonly MissingInput[]): string {
  const named = inputs.map(({ name, hosts }) => `${name} (for ${listed(hosts)})`);
  return `Flake inputs that are not on disk: ${named.join(", ")}.`;
}

/** The first five, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
