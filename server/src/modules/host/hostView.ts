/** A host as plain data, for features and for the command line. */

import type { UnknownReason } from "../../eval/core/value.ts";
import { describeUnknown } from "../../eval/print/render.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { Definition, HostEvaluation } from "../model/hostEvaluation.ts";
import { PLAIN_PRIORITY } from "../model/priorities.ts";
import {
  type DefinitionView,
  type DeployView,
  type EffectiveValue,
  type HostView,
  type InnerValues,
  type OptionPath,
  pathKey,
} from "../model/view.ts";

const LONGEST_VALUE = 2_000;
const LONGEST_DEFINITION = 200;
const NONE: InnerValues = new Map();

/** Effective values of what is defined, and of every option of an enabled service. */
export function hostView(host: HostEvaluation, deploy: DeployView): HostView {
  const values = new Map<string, EffectiveValue>();
  const unknowns = new Map<string, number>();
  const serviceUnknowns: string[] = [];
  const missingInputs = new Set<string>();
  const miss = (reason: UnknownReason): void => {
    if (reason.kind === "input") missingInputs.add(reason.name);
  };
  const add = (path: OptionPath): void => {
    const key = pathKey(path);
    if (values.has(key)) return;
    const { value, reason } = effectiveValue(host, path);
    values.set(key, value);
    if (reason === null) return;
    miss(reason);
    unknowns.set(reason.kind, (unknowns.get(reason.kind) ?? 0) + 1);
    if (path[0] === "services") serviceUnknowns.push(formatPath(path));
  };
  for (const path of host.definedPaths()) add(path);
  for (const path of serviceOptions(host)) add(path);
  for (const { reason } of host.open) miss(reason);
  const { name, label, root } = host.identity;
  const files = host.modules.flatMap((module) =>
    module.uri !== null && module.source === "workspace" ? [module.uri] : [],
  );
  return {
    name,
    label,
    root,
    files: [...new Set([...files, root])],
    open: host.open.map(({ what, origin }) => ({ what, place: host.place(origin) })),
    limits: host.limits,
    missingInputs: [...missingInputs].sort(),
    values,
    inner: NONE,
    deploy,
    stats: { options: values.size, unknowns, serviceUnknowns },
  };
}

/** What is defined inside the values of options, and everything inside those of an enabled service. */
export function innerValues(host: HostEvaluation): InnerValues {
  const services = enabledServices(host).map((service) => ["services", service]);
  const paths = [...host.innerPaths([], false), ...services.flatMap((path) => host.innerPaths(path, true))];
  // What a service defines is among its declared paths, too.
  const byKey = new Map(paths.map((path) => [pathKey(path), path]));
  return new Map([...byKey].map(([key, path]) => [key, effectiveValue(host, path).value]));
}

/** One option on a host, whether or not the view lists it. */
export function effectiveValue(
  host: HostEvaluation,
  path: OptionPath,
): { value: EffectiveValue; reason: UnknownReason | null } {
  const { bare, reason, origins } = host.kept(`value ${pathKey(path)}`, () => unplacedValue(host, path));
  return { value: { ...bare, origins: origins.map((origin) => placed(host, origin)) }, reason };
}

/** An effective value, its places left out: these move with every edit above them. */
interface UnplacedValue {
  readonly bare: Omit<EffectiveValue, "origins">;
  readonly reason: UnknownReason | null;
  readonly origins: readonly UnplacedDefinition[];
}

interface UnplacedDefinition {
  readonly definition: Definition;
  readonly value: string | null;
}

function unplacedValue(host: HostEvaluation, path: OptionPath): UnplacedValue {
  const active = host.definitions(path).filter((definition) => definition.status === "active");
  const told = host.value(path);
  const isComposed = told.kind === "known" && (told.value.type === "list" || told.value.type === "attrs");
  const isShared = (active.length === 0 || isComposed) && mayNixosDefine(host, path);
  // What NixOS's own modules define is more than the default.
  const outcome = isShared && active.length === 0 ? host.doubting().value(path) : told;
  const isPartial = isShared && isComposed && outcome.kind === "known";
  const attribute = outcome.kind === "unknown" ? packageAttribute(host, path, outcome.reason) : null;
  const bare = {
    path,
    value: outcome.kind === "known" ? host.render(outcome.value, LONGEST_VALUE) : attribute,
    unknownReason:
      outcome.kind === "unknown" && attribute === null
        ? describeUnknown(outcome.reason)
        : outcome.kind === "failed"
          ? failure(outcome.problem)
          : null,
    ...(outcome.kind === "failed" && { failed: true }),
    ...(isPartial && { partial: true }),
    defined: active.length > 0,
  };
  const origins = active.map((definition) => ({ definition, value: definitionText(host, definition) }));
  return { bare, reason: outcome.kind === "unknown" && attribute === null ? outcome.reason : null, origins };
}

/** Services are for users to set up; any other option of NixOS its own modules may define as well. */
function mayNixosDefine(host: HostEvaluation, path: OptionPath): boolean {
  return path[0] !== "services" && host.option(path)?.isShared === true;
}

/** A package is an attribute of `pkgs` and nothing more is to be known of it here: that attribute is its value. */
function packageAttribute(host: HostEvaluation, path: OptionPath, reason: UnknownReason): string | null {
  if (reason.kind !== "pkgs" || reason.path.length === 0 || host.option(path)?.type.kind !== "package") return null;
  return formatPath(["pkgs", ...reason.path]);
}

function failure(problem: { readonly kind: string; readonly message?: string }): string {
  return problem.kind === "missingValue" ? "nothing defines it" : (problem.message ?? "it cannot be evaluated");
}

function definitionText(host: HostEvaluation, { value }: Definition): string | null {
  const inner = host.read(value);
  return inner.kind === "known" ? host.render(inner.value, LONGEST_DEFINITION) : null;
}

function placed(host: HostEvaluation, { definition, value }: UnplacedDefinition): DefinitionView {
  const { module, nameNode, binding, priority } = definition;
  return {
    place:
      module.source === "workspace"
        ? host.place(nameNode?.kind === "attrName" ? binding : (nameNode ?? binding))
        : null,
    file: module.label,
    priority: priority ?? PLAIN_PRIORITY,
    value,
  };
}

/** Every option of an enabled service. */
function serviceOptions(host: HostEvaluation): readonly OptionPath[] {
  return host.kept("serviceOptions", () =>
    enabledServices(host).flatMap((service) => host.optionPaths(["services", service])),
  );
}

/** The declared services whose `enable` is true. */
export function enabledServices(host: HostEvaluation): readonly string[] {
  const names = host.below(["services"])?.names ?? [];
  return names.filter((name) => {
    const enable = host.value(["services", name, "enable"]);
    return enable.kind === "known" && enable.value.type === "bool" && enable.value.value;
  });
}
