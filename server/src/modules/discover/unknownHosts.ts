/**
 * Hosts that a flake or hive has, or may have, and that cannot be listed here.
 * Invariant: nothing here means that there are none; who knows that there are none says nothing.
 */
import type { Uri } from "../../base/uri.ts";
import { type Attempt, attempt } from "../../eval/core/evaluate.ts";
import { expectAttrs } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { AttrsValue, Origin, UnknownReason } from "../../eval/core/value.ts";
import type { HostSource } from "./discoverHosts.ts";

/** How a computation ended that gave no value. */
export type Unfinished = Exclude<Attempt, { readonly kind: "value" }>;

export interface UnknownHosts {
  /** The `flake.nix` or `hive.nix`. */
  readonly root: Uri;
  /** `nixosConfigurations`, `colmena`, `colmenaHive`; `null`: the file as a whole. */
  readonly output: string | null;
  /** Its attribute, where evaluation says where that stands. */
  readonly origin: Origin;
  /** Whether some of the hosts are known. */
  readonly isPartial: boolean;
  readonly outcome: Unfinished;
}

/** What a flake or hive says of its hosts. */
export interface DeclaredHosts {
  readonly hosts: readonly HostSource[];
  readonly unknown: readonly UnknownHosts[];
}

/** What a set of hosts holds, and what of it cannot be listed. */
export interface HostSet {
  readonly value: AttrsValue | null;
  readonly unknown: UnknownHosts | null;
}

/** The output of that name as a set of hosts. `isHostless`: whether what is left out for that reason is no host. */
export function hostSet(
  machine: Machine,
  root: Uri,
  outputs: AttrsValue,
  output: string,
  isHostless: (reason: UnknownReason) => boolean = () => false,
): HostSet {
  const attr = outputs.attrs.get(output);
  if (attr === undefined) return { value: null, unknown: null };
  const outcome = attempt(machine, () => expectAttrs(machine, attr.value, null));
  const about = { root, output, origin: attr.origin };
  if (outcome.kind !== "value") return { value: null, unknown: { ...about, isPartial: false, outcome } };
  const { value } = outcome;
  const { rest } = value;
  if (rest === null || isHostless(rest.reason)) return { value, unknown: null };
  const left: Unfinished = { kind: "unknown", reason: rest.reason, origin: rest.origin };
  return { value, unknown: { ...about, isPartial: value.attrs.size > 0, outcome: left } };
}

/** What several outputs of one file lack alike, and none of them says where, is told once, of the file. */
export function joined(unknown: readonly UnknownHosts[]): readonly UnknownHosts[] {
  const told = new Map<string, UnknownHosts>();
  for (const one of unknown) {
    const { output, origin, isPartial, outcome } = one;
    const why = outcome.kind === "unknown" ? outcome.reason : outcome.error.message;
    const key = JSON.stringify(origin === null ? why : [output, why]);
    const known = told.get(key);
    const isLike = known !== undefined && known.output !== output;
    told.set(key, isLike ? { ...known, output: null, isPartial: known.isPartial || isPartial } : (known ?? one));
  }
  return [...told.values()];
}
