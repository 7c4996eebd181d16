/**
 * What a host's false assertions ask for. A need on D is proven, not read out of a message: the assertion is false, and
 * it becomes true when `services.D.enable` is counterfactually set true.
 */

import { makeBool } from "../../eval/core/make.ts";
import type { AssertionResult, HostEvaluation, Override } from "../../modules/api.ts";

export interface UnmetNeed {
  readonly assertion: AssertionResult;
  /** The enabled service whose need it is; `null` when no single one can be told. */
  readonly dependent: string | null;
  /** Services, each of which would meet the need alone. The first is the one to name. */
  readonly providers: readonly string[];
  /** The first provider and what it needs in turn, in the order to enable them. */
  readonly missing: readonly string[];
}

const explained = new WeakMap<HostEvaluation, readonly UnmetNeed[]>();

/** One entry for each false assertion that enabling a service would cure. Worked out once for each host. */
export function unmetNeeds(host: HostEvaluation): readonly UnmetNeed[] {
  const known = explained.get(host);
  if (known !== undefined) return known;
  const needs = explain(host);
  explained.set(host, needs);
  return needs;
}

/**
 * The assertions that are false on a host whatever NixOS's own modules define, in order. Empty when the list itself is
 * unknown.
 */
export function falseAssertions(host: HostEvaluation): readonly AssertionResult[] {
  const failed = (host.assertions() ?? []).filter(
    ({ assertion, ofDeprecation }) => assertion === "false" && !ofDeprecation,
  );
  if (failed.length === 0) return failed;
  const certain = new Set(
    (host.doubting().assertions() ?? []).flatMap(({ key, assertion }) => (assertion === "false" ? [key] : [])),
  );
  return failed.filter(({ key }) => certain.has(key));
}

function explain(host: HostEvaluation): UnmetNeed[] {
  const failed = falseAssertions(host);
  if (failed.length === 0) return [];
  const services = switchableServices(host);
  const off = services.filter((name) => isEnabled(host, name) === false);
  const on = services.filter((name) => isEnabled(host, name) === true);
  return failed.flatMap((assertion) => {
    const providers = off.filter((name) => host.assertionWith(assertion, [enable(name, true)]) === "true");
    const [provider] = providers;
    if (provider === undefined) return [];
    return [
      {
        assertion,
        dependent: dependentOf(host, assertion, on),
        providers,
        missing: closure(host, provider, off),
      },
    ];
  });
}

/**
 * The enabled service whose need it is. Services that switch it on, by however many conditions, lead to the need as well;
 * but forced on with all of those off, the service has it still. `null`: none or several are like that.
 */
function dependentOf(host: HostEvaluation, assertion: AssertionResult, on: readonly string[]): string | null {
  const involved = on.filter((name) => host.assertionWith(assertion, [enable(name, false)]) !== "false");
  const bearing = involved.filter((name) => {
    const alone = involved.map((other) => enable(other, other === name));
    return involved.length === 1 || host.assertionWith(assertion, alone) === "false";
  });
  return bearing.length === 1 ? (bearing[0] ?? null) : null;
}

/** `provider`, and what else has to be enabled because of it. */
function closure(host: HostEvaluation, provider: string, off: readonly string[]): readonly string[] {
  const before = new Set(falseAssertions(host).map(({ key }) => key));
  const missing = [provider];
  for (;;) {
    const world = host.withOverride(missing.map((name) => enable(name, true)));
    const next = falseAssertions(world)
      .filter(({ key }) => !before.has(key))
      .map((assertion) =>
        off.find((name) => !missing.includes(name) && world.assertionWith(assertion, [enable(name, true)]) === "true"),
      )
      .find((name) => name !== undefined);
    if (next === undefined) return missing;
    missing.push(next);
  }
}

/** Names under `services` that declare `enable`. */
function switchableServices(host: HostEvaluation): string[] {
  return (host.below(["services"])?.names ?? []).filter((name) => host.option(["services", name, "enable"]) !== null);
}

/** `null`: unknown. */
export function isEnabled(host: HostEvaluation, service: string): boolean | null {
  const outcome = host.value(["services", service, "enable"]);
  return outcome.kind === "known" && outcome.value.type === "bool" ? outcome.value.value : null;
}

function enable(service: string, value: boolean): Override {
  return { path: ["services", service, "enable"], value: makeBool(value) };
}
