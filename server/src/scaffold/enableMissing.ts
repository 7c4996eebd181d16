/** Everything that is missing, enabled at once: the fixes of all `missing-dependency` findings, until there are none. */

import type { Uri } from "../base/uri.ts";
import type { LoneMember, StartedService } from "../protocol/scaffoldProtocol.ts";
import { loneMembers } from "./membership.ts";
import { newFindings, type Rehearsed, type ScaffoldWorld, startedServices, type Texts } from "./rehearsal.ts";
import { repair } from "./repairs.ts";

export interface EnabledMissing {
  readonly texts: Texts;
  /** The services that now run beside those that need them. */
  readonly enabled: readonly StartedService[];
  readonly lone: readonly LoneMember[];
  /** Findings of missing services that have no certain fix. */
  readonly left: number;
  /** What would be found that was not there before; `texts` is empty then. */
  readonly problems: readonly string[];
}

const code = "missing-dependency";

/** `only`: the file to look at, `null` for the whole workspace. */
export async function enableMissing(world: ScaffoldWorld, only: Uri | null): Promise<EnabledMissing> {
  const before = await world.rehearse(new Map());
  const asked = (state: Rehearsed) =>
    [...state.findings]
      .filter(([uri]) => only === null || uri === only)
      .flatMap(([, findings]) => findings.filter((finding) => finding.code === code));
  if (asked(before).length === 0) return { texts: new Map(), enabled: [], lone: [], left: 0, problems: [] };
  const { texts, after } = await repair(world, before, new Map(), asked);
  // A finding that has changed its words, because one of several needs is met now, is not new.
  const problems = newFindings(before, after).filter((finding) => finding.code !== code);
  if (problems.length > 0) {
    return {
      texts: new Map(),
      enabled: [],
      lone: [],
      left: asked(before).length,
      problems: problems.map(({ message }) => message),
    };
  }
  const enabled = startedServices(world, before, after);
  return { texts, enabled, lone: loneMembers(after, enabled), left: asked(after).length, problems: [] };
}
