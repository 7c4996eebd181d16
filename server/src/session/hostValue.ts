/** One option's effective value on one host of a workspace: what `eval --host` prints. */

import type { Uri } from "../base/uri.ts";
import type { EffectiveValue, OptionPath } from "../modules/api.ts";
import type { Session } from "./session.ts";

export interface HostValueRequest {
  readonly root: Uri;
  readonly trusted: boolean;
  /** The host's label, or its name where only one host has it. */
  readonly host: string;
  readonly path: OptionPath;
}

export type HostValueOutcome =
  | { readonly kind: "value"; readonly value: EffectiveValue }
  | { readonly kind: "noHost"; readonly labels: readonly string[] }
  /** The host knows no such option, and nothing defines it. */
  | { readonly kind: "noOption" };

export async function hostValue(
  { root, trusted, host, path }: HostValueRequest,
  session: Session,
): Promise<HostValueOutcome> {
  session.apply({ generation: 1, trusted, roots: [root] });
  const analysis = await session.analyse(1, () => false);
  const views = analysis?.hosts ?? [];
  const exact = views.find(({ label }) => label === host);
  const named = views.filter(({ name }) => name === host);
  const view = exact ?? (named.length === 1 ? named[0] : undefined);
  if (view === undefined) return { kind: "noHost", labels: views.map(({ label }) => label) };
  const value = await session.effectiveValue(view.label, path);
  return value === null ? { kind: "noOption" } : { kind: "value", value };
}
