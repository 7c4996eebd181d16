/**
 * Where a finding about a definition stands. What lies outside the workspace is placed on what brings it in: the
 * element of `imports`, else the host attribute, else the start of the root file.
 */

import type { Location } from "../../base/range.ts";
import { covers } from "../../base/range.ts";
import type { Origin, Value } from "../../eval/core/value.ts";
import type { Definition, ModuleInfo } from "../../modules/api.ts";
import type { HostRuleContext } from "./hostRule.ts";
import { servicePath } from "./services.ts";

/** The attribute path of a definition: `services.iam.enable`, all its names. */
export function placeOfPath(context: HostRuleContext, definition: Definition): Location {
  const { binding } = definition;
  if (binding?.kind === "binding") {
    const first = context.locate(binding.path[0] ?? null);
    const last = context.locate(binding.path.at(-1) ?? null);
    if (first !== null && last !== null) {
      return { uri: first.uri, range: { start: first.range.start, end: last.range.end } };
    }
  }
  return context.locate(binding) ?? placeOfModule(context, definition.module);
}

/** A name in a definition's path. */
export function placeOfName(context: HostRuleContext, name: Origin, definition: Definition): Location {
  return context.locate(name) ?? placeOfPath(context, definition);
}

/** The value of a definition as it is written in its binding; for `inherit`, the name. */
export function placeOfValue(context: HostRuleContext, definition: Definition): Location {
  const { binding } = definition;
  const written = binding?.kind === "binding" ? context.locate(binding.value) : null;
  return written ?? context.locate(binding) ?? placeOfModule(context, definition.module);
}

/** A part of a definition's value, when it is written inside that definition; else the whole value. */
export function placeOfPart(context: HostRuleContext, definition: Definition, part: Value): Location {
  const whole = placeOfValue(context, definition);
  const own = context.locate(part.origin);
  return own !== null && own.uri === whole.uri && covers(whole.range, own.range) ? own : whole;
}

/** What brings a module in, followed outwards until it is in the workspace. */
export function placeOfModule(context: HostRuleContext, module: ModuleInfo | null): Location {
  for (let current = module; current !== null; current = current.importedBy) {
    const place = context.locate(current.importedAt);
    if (place !== null) return place;
  }
  return placeOfHost(context);
}

export function placeOfHost({ host, locate }: HostRuleContext): Location {
  return locate(host.identity.origin) ?? { uri: host.identity.root, range: { start: 0, end: 0 } };
}

/** True when the definition is written in a file of the workspace. */
export function isWritten(context: HostRuleContext, definition: Definition): boolean {
  return context.locate(definition.binding) !== null;
}

/** What decides whether a service is on: the strongest definition of its `enable`, written ones first. */
export function strongestDefinition({ host, locate }: HostRuleContext, service: string): Definition | null {
  const candidates = host.definitions([...servicePath(service), "enable"]).filter(({ status }) => status === "active");
  return candidates.find(({ binding }) => locate(binding) !== null) ?? null;
}

/** A place, and whether a definition of what it is about is written there. */
export interface WrittenPlace {
  readonly place: Location;
  readonly isWritten: boolean;
}

/** Where a service is switched on or off; the host where nothing in the workspace says so. */
export function placeOfSwitch(context: HostRuleContext, service: string): WrittenPlace {
  const definition = strongestDefinition(context, service);
  return definition === null
    ? { place: placeOfHost(context), isWritten: false }
    : { place: placeOfPath(context, definition), isWritten: true };
}

/** The value of a service's option where `definition` writes it in the workspace, else where the service is switched on. */
export function placeOfSetting(context: HostRuleContext, service: string, definition: Definition | null): WrittenPlace {
  return definition !== null && isWritten(context, definition)
    ? { place: placeOfValue(context, definition), isWritten: true }
    : { place: placeOfSwitch(context, service).place, isWritten: false };
}

/** In the order of files and of their text. */
export function comparePlaces(left: Location, right: Location): number {
  if (left.uri !== right.uri) return left.uri < right.uri ? -1 : 1;
  return left.range.start - right.range.start;
}

/** What is only a default before what is written, then by place: of two that clash, the later has to give way. */
export function compareBlame(left: WrittenPlace, right: WrittenPlace): number {
  return Number(left.isWritten) - Number(right.isWritten) || comparePlaces(left.place, right.place);
}
