/** The record of one host between analyses, and the limit of evaluations that are held on to. */

import type { Uri } from "../../base/uri.ts";
import type { HostEvaluation } from "../../modules/api.ts";
import type { Reads } from "../files/snapshotStore.ts";
import type { HostFindings } from "./hostFindings.ts";
import type { ReadSignatures } from "./readSignatures.ts";
import type { TrackedHost } from "./trackedHosts.ts";

/** Evaluations are large (some megabytes a host), so only so many are held. The others are made again when needed. */
export const heldEvaluations = 12;

export interface HostRecord {
  /** `null`: it was let go. */
  evaluation: HostEvaluation | null;
  /** Not `null`: the evaluation can be brought up to a later revision. */
  tracked: TrackedHost | null;
  /** Names what its modules declare, for `OptionLayers`. */
  readonly optionKey: string;
  /** Its modules and its root, in the workspace. */
  readonly files: ReadonlySet<Uri>;
  readonly signatures: ReadSignatures;
  /** Everything that its machine touched. Grows while it is asked for more. */
  readonly reads: Reads;
  readonly found: HostFindings;
}

/** The records whose evaluations are held, the one that was not needed for longest first. */
export class HeldHosts {
  #held: HostRecord[] = [];

  /** Holds the evaluation of a host in place of its earlier one, which may be the same. */
  hold(record: HostRecord, before: HostRecord | undefined): HostRecord {
    if (record === before) return record;
    this.#held = this.#held.filter((one) => one !== before);
    if (before !== undefined) letGo(before);
    this.#held.push(record);
    if (this.#held.length > heldEvaluations) {
      const oldest = this.#held.shift();
      if (oldest !== undefined) letGo(oldest);
    }
    return record;
  }
}

function letGo(record: HostRecord): void {
  record.evaluation = null;
  record.tracked = null;
}
