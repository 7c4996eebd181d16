/** A host as plain data, for features and for the command line. */
import { describeUnknown } from "../eval/render.ts";
import type { UnknownReason } from "../eval/value.ts";
import { formatPath } from "../syntax/attrName.ts";
import type { Definition, HostEvaluation } from "./hostEvaluation.ts";
import {
  type DefinitionView,
  type DeployView,
  type EffectiveValue,
  type HostView,
  type OptionPath,
  pathKey,
} from "./view.ts";

const LONGEST_VALUE = 2_000;
const LONGEST_DEFINITION = 200;

/** Effective values of what is defined, and of every option of an enabled service. */
export function hostView(host: HostEvaluation, deploy: DeployView): HostView {
  const values = new Map<string, EffectiveValue>();
  const unknowns = new Map<string, number>();
  const serviceUnknowns: string[] = [];
  const add = (path: OptionPath): void => {
    const key = pathKey(path);
    if (values.has(key)) return;
    const { value, reason } = effectiveValue(host, path);
    values.set(key, value);
    if (reason === null) return;
    unknowns.set(reason.kind, (unknowns.get(reason.kind) ?? 0) + 1);
    if (path[0] === "services") serviceUnknowns.push(formatPath(path));
  };
  for (const path of host.definedPaths()) add(path);
  for (const service of enabledServices(host)) for (const path of optionsBelow(host, ["services", service])) add(path);
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
    values,
    deploy,
    stats: { options: values.size, unknowns, serviceUnknowns },
  };
}

/** One option on a host, whether or not the view lists it. */
export function effectiveValue(
  host: HostEvaluation,
  path: OptionPath,
): { value: EffectiveValue; reason: UnknownReason | null } {
  const outcome = host.value(path);
  const definitions = host.definitions(path);
  const origins = definitions.filter((definition) => definition.status === "active");
  const attribute = outcome.kind === "unknown" ? packageAttribute(host, path, outcome.reason) : null;
  const value: EffectiveValue = {
    path,
    value: outcome.kind === "known" ? host.render(outcome.value, LONGEST_VALUE) : attribute,
    unknownReason:
      outcome.kind === "unknown" && attribute === null
        ? describeUnknown(outcome.reason)
        : outcome.kind === "failed"
          ? failure(outcome.problem)
          : null,
    ...(outcome.kind === "failed" && { failed: true }),
    defined: origins.length > 0,
    origins: origins.map((definition) => definitionView(host, definition)),
  };
  return { value, reason: outcome.kind === "unknown" && attribute === null ? outcome.reason : null };
}

/** A package is an attribute of `pkgs` and nothing more is to be known of it here: that attribute is its value. */
function packageAttribute(host: HostEvaluation, path: OptionPath, reason: UnknownReason): string | null {
  if (reason.kind !== "pkgs" || reason.path.length === 0 || host.option(path)?.type.kind !== "package") return null;
  return formatPath(["pkgs", ...reason.path]);
}

function failure(problem: { readonly kind: string; readonly message?: string }): string {
  return problem.kind === "missingValue" ? "nothing defines it" : (problem.message ?? "it cannot be evaluated");
}

function definitionView(
  host: HostEvaluation,
  { module, nameNode, binding, value, priority }: Definition,
): DefinitionView {
  const inner = host.read(value);
  return {
    place:
      module.source === "workspace"
        ? host.place(nameNode?.kind === "attrName" ? binding : (nameNode ?? binding))
        : null,
    file: module.label,
    priority: priority ?? 100,
    value: inner.kind === "known" ? host.render(inner.value, LONGEST_DEFINITION) : null,
  };
}

/** The declared services whose `enable` is true. */
export function enabledServices(host: HostEvaluation): readonly string[] {
  const names = host.below(["services"])?.names ?? [];
  return names.filter((name) => {
    const enable = host.value(["services", name, "enable"]);
    return enable.kind === "known" && enable.value.type === "bool" && enable.value.value;
  });
}

function optionsBelow(host: HostEvaluation, path: OptionPath): readonly OptionPath[] {
  const group = host.below(path);
  return group === null ? [path] : group.names.flatMap((name) => optionsBelow(host, [...path, name]));
}
