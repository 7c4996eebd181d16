/** Effective values on hosts by what the text names: an option, or a part of one. */

import { comparePositions, type Position, type PositionRange } from "../../base/range.ts";
import { type EffectiveValue, type HostView, type OptionPath, valueAt } from "../../modules/api.ts";
import { isPlaceholder } from "../../schema/lookup.ts";
import type { FeatureContext } from "./context.ts";

export interface HostValue {
  readonly host: HostView;
  readonly value: EffectiveValue;
  /** Whether the same text may make other values, too: an element of a list, one name out of many. */
  readonly isOneOfSeveral: boolean;
}

/** The values at exactly this path, in the order of the hosts. */
export function valuesOf(path: OptionPath, hosts: readonly HostView[]): readonly HostValue[] {
  return hosts.flatMap((host) => {
    const value = valueAt(host, path);
    return value === undefined ? [] : [{ host, value, isOneOfSeveral: false }];
  });
}

/**
 * The values of what the text at `offset` names. Where names are computed and in lists the path alone does not say
 * which values these are: there they are those that the definition at `offset` made.
 */
export function valuesAt(path: OptionPath, offset: number, context: FeatureContext): readonly HostValue[] {
  return path.some(isPlaceholder) ? valuesDefinedAt(path, offset, context) : valuesOf(path, context.hosts);
}

function valuesDefinedAt(path: OptionPath, offset: number, { file, hosts }: FeatureContext): HostValue[] {
  const at = file.lines.positionAt(offset);
  const isHere = ({ path: other, origins }: EffectiveValue): boolean =>
    matches(path, other) && origins.some(({ place }) => place?.uri === file.uri && holds(place.range, at));
  return hosts.flatMap((host) =>
    [...host.values.values(), ...host.inner.values()]
      .filter(isHere)
      .map((value) => ({ host, value, isOneOfSeveral: true })),
  );
}

function matches(pattern: OptionPath, path: OptionPath): boolean {
  return pattern.length === path.length && pattern.every((name, index) => name === path[index] || isPlaceholder(name));
}

function holds({ start, end }: PositionRange, at: Position): boolean {
  return comparePositions(start, at) <= 0 && comparePositions(at, end) <= 0;
}
