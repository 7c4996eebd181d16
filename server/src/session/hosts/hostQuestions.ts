/**
 * What is asked of hosts once they are analysed: values that their views do not list. Invariant: it is answered for the
 * revision of the last analysis.
 */

import type { Uri } from "../../base/uri.ts";
import {
  type EffectiveValue,
  effectiveValue,
  type HostEvaluation,
  type InnerValues,
  innerValues,
  type OptionPath,
  pathKey,
} from "../../modules/api.ts";
import { type HostRecord, heldEvaluations } from "./hostRecord.ts";
import { sharedValues } from "./sharedValues.ts";

/** The hosts of the last analysis. */
export interface AnalysedHosts {
  records(): readonly HostRecord[];
  /** The host's evaluation, for reading more of it; `null`: it was let go, or cannot be brought up to date. */
  evaluation(record: HostRecord): HostEvaluation | null;
  /** The same where it was let go and is made again; it is held from then on. */
  evaluatedAgain(record: HostRecord): HostEvaluation | null;
}

interface Told {
  readonly record: HostRecord;
  readonly values: InnerValues;
}

const NONE: InnerValues = new Map();

export class HostQuestions {
  readonly #hosts: AnalysedHosts;
  /** What was told of each host, by its label. */
  #told = new Map<string, Told>();

  constructor(hosts: AnalysedHosts) {
    this.#hosts = hosts;
  }

  /** One option on a host; `null`: no such host, or nobody declares or defines it. */
  effectiveValue(label: string, path: OptionPath): EffectiveValue | null {
    const record = this.#hosts.records().find(({ found }) => found.view.label === label);
    if (record === undefined) return null;
    const evaluation = this.#hosts.evaluation(record);
    if (evaluation === null) return record.found.view.values.get(pathKey(path)) ?? null;
    const { value } = effectiveValue(evaluation, path);
    const isThere = value.defined || value.value !== null || evaluation.option(path) !== null;
    return isThere || isOpenAt(evaluation, path) ? value : null;
  }

  /**
   * The values inside those of options, by the host's label, where they may be others than when this was last asked. Only
   * hosts that `open` files take part in have any, and no more of them than can be held. `null`: `cancelled` said so.
   */
  innerValues(open: readonly Uri[], cancelled: () => boolean): ReadonlyMap<string, InnerValues> | null {
    const records = this.#hosts.records().filter(({ files }) => open.some((uri) => files.has(uri)));
    const told = new Map<string, Told>();
    const news = new Map<string, InnerValues>();
    for (const record of records.slice(0, heldEvaluations)) {
      const { label } = record.found.view;
      const before = this.#told.get(label);
      if (cancelled()) return null;
      const values =
        before?.record === record ? before.values : sharedValues(before?.values ?? NONE, this.#read(record));
      told.set(label, { record, values });
      // Told again also where they say the same: who listens may have let go of a host that came back.
      if (before?.record !== record) news.set(label, values);
    }
    for (const [label, { values }] of this.#told) if (!told.has(label) && values.size > 0) news.set(label, NONE);
    this.#told = told;
    return news;
  }

  #read(record: HostRecord): InnerValues {
    const evaluation = this.#hosts.evaluation(record) ?? this.#hosts.evaluatedAgain(record);
    return evaluation === null ? NONE : innerValues(evaluation);
  }
}

/** Whether an option of this path may be declared by modules that are not at hand. */
function isOpenAt(host: HostEvaluation, path: OptionPath): boolean {
  for (let length = path.length - 1; length >= 0; length--) {
    const group = host.below(path.slice(0, length));
    if (group !== null) return group.open;
  }
  return true;
}
