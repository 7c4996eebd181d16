/** Sets of definitions, level by level: properties around a set move to its attributes, unread. */
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown, ready } from "../../eval/core/make.ts";
import type { Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import type { PushedSet, RawDefinition, Source, Wrap } from "./definition.ts";
import { readProperty } from "./properties.ts";

/** Pushes properties on a set down to its attributes. What is no set is reported to `onFault` and left out. */
export function pushDown(machine: Machine, definition: RawDefinition, onFault: SetFault): readonly PushedSet[] {
  const out: PushedSet[] = [];
  pushInto(machine, definition.source, definition.wraps, definition.value, out, onFault);
  return out;
}

export type SetFault = (source: Source, value: Value) => void;

function pushInto(
  machine: Machine,
  source: Source,
  wraps: readonly Wrap[],
  thunk: Thunk,
  out: PushedSet[],
  onFault: SetFault,
): void {
  const value = thunk.force(machine);
  if (value.type === "unknown") {
    out.push({ source, wraps, attrs: null, unknown: value.reason });
    return;
  }
  const property = readProperty(machine, value);
  switch (property?.kind) {
    case "merge": {
      const contents = property.contents.force(machine);
      if (contents.type === "unknown") out.push({ source, wraps, attrs: null, unknown: contents.reason });
      else if (contents.type !== "list") onFault(source, contents);
      else for (const item of contents.items) pushInto(machine, source, wraps, item, out, onFault);
      return;
    }
    case "if":
      pushInto(
        machine,
        source,
        [...wraps, { kind: "if", condition: property.condition }],
        property.content,
        out,
        onFault,
      );
      return;
    case "override":
      pushInto(
        machine,
        source,
        [...wraps, { kind: "override", priority: property.priority }],
        property.content,
        out,
        onFault,
      );
      return;
    default:
      if (value.type === "attrs") out.push({ source, wraps, attrs: value, unknown: null });
      else onFault(source, value);
  }
}

/** What a set says about one name, or `null` when it certainly says nothing. */
export function definitionOf(set: PushedSet, name: string): RawDefinition | null {
  if (set.attrs === null) return weakDefinition(set, set.unknown ?? { kind: "syntax" });
  const attr = set.attrs.attrs.get(name);
  if (attr !== undefined) {
    return { source: sourceOf(set.source, attr.origin, name), value: attr.value, wraps: set.wraps, weak: null };
  }
  return set.attrs.rest === null ? null : weakDefinition(set, set.attrs.rest.reason);
}

function weakDefinition(set: PushedSet, reason: UnknownReason): RawDefinition {
  return { source: set.source, value: ready(makeUnknown(reason)), wraps: set.wraps, weak: reason };
}

export function sourceOf(parent: Source, origin: Origin, name: string): Source {
  const binding = origin ?? parent.binding;
  const depth = binding === parent.binding && binding !== null ? parent.depth + 1 : 0;
  return { module: parent.module, binding, name, depth, above: parent };
}
