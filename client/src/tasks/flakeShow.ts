/** Reads Nix's own list of what a flake offers, for what our own evaluation cannot see. */
import * as v from "valibot";
import type { FlakeFacts, SystemAttributes } from "../../../server/src/protocol/protocol.ts";

const names = v.record(v.string(), v.unknown());
const bySystem = v.optional(v.record(v.string(), v.fallback(names, {})), {});
const shown = v.object({
  packages: v.fallback(bySystem, {}),
  devShells: v.fallback(bySystem, {}),
  nixosConfigurations: v.fallback(v.optional(names, {}), {}),
});

/** What `nix flake show --json` printed, or null when it is nothing known. */
export function readFlakeShow(json: string): Pick<FlakeFacts, "packages" | "devShells" | "hosts"> | null {
  const result = v.safeParse(shown, parse(json));
  if (!result.success) return null;
  const { packages, devShells, nixosConfigurations } = result.output;
  return { packages: attributes(packages), devShells: attributes(devShells), hosts: Object.keys(nixosConfigurations) };
}

/** The names in what `nix eval --json ATTRIBUTE --apply builtins.attrNames` printed, or none. */
export function readNames(json: string): readonly string[] {
  const result = v.safeParse(v.array(v.string()), parse(json));
  return result.success ? result.output : [];
}

/** Facts of ours with what Nix says besides. */
export function withShown<T extends Pick<FlakeFacts, "packages" | "devShells" | "hosts">>(
  facts: T,
  more: Pick<FlakeFacts, "packages" | "devShells" | "hosts">,
): T {
  return {
    ...facts,
    packages: joined(facts.packages, more.packages),
    devShells: joined(facts.devShells, more.devShells),
    hosts: union(facts.hosts, more.hosts),
  };
}

function joined(ours: readonly SystemAttributes[], theirs: readonly SystemAttributes[]): SystemAttributes[] {
  const names = new Map(ours.map((set) => [set.system, set.names]));
  for (const set of theirs) names.set(set.system, union(names.get(set.system) ?? [], set.names));
  return [...names].map(([system, all]) => ({ system, names: all }));
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

/** Systems that were left out of the listing are there with nothing in them. */
function attributes(sets: Readonly<Record<string, Readonly<Record<string, unknown>>>>): SystemAttributes[] {
  return Object.entries(sets).flatMap(([system, set]) => {
    const names = Object.keys(set);
    return names.length === 0 ? [] : [{ system, names }];
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // cut off, or of a Nix that prints something else
    return null;
  }
}
