/** Counts the progress of a run from Nix's records: what is built, what is copied, and how many bytes of it. */
import type { ActivityId, ActivityName, NixRecord } from "../nixLog/records.ts";

/** What is done of what is expected so far. Nix learns what it needs on the way, so `expected` grows. */
export interface Amount {
  readonly done: number;
  readonly expected: number;
}

export interface RunCounts {
  readonly builds: Amount & { readonly running: number; readonly failed: number };
  readonly copies: Amount;
  readonly bytes: Amount;
  /** What is fetched or evaluated at the moment, in Nix's words; empty when nothing is. */
  readonly current: string;
}

interface Progress extends Amount {
  readonly activity: ActivityName;
  readonly running: number;
  readonly failed: number;
  readonly text: string;
}

export interface RunCounter {
  take(record: NixRecord): void;
  counts(): RunCounts;
}

const nothing = { done: 0, expected: 0, running: 0, failed: 0 };

/** Counts one run. Its memory is bounded by the activities that run at once. */
export function createCounter(): RunCounter {
  const active = new Map<ActivityId, Progress>();
  const finished = new Map<ActivityName, typeof nothing>();
  /** What each activity has announced of each kind. */
  const announced = new Map<ActivityId, Map<ActivityName, number>>();

  const total = (activity: ActivityName) => {
    const sum = { ...(finished.get(activity) ?? nothing) };
    for (const one of active.values()) if (one.activity === activity) add(sum, one);
    let expected = 0;
    for (const kinds of announced.values()) expected += kinds.get(activity) ?? 0;
    return { ...sum, expected: Math.max(sum.expected, expected) };
  };
  return {
    take(record) {
      if (record.kind === "start") {
        const { activity, text } = record;
        active.set(record.id, { ...nothing, activity, text });
      } else if (record.kind === "progress") {
        const before = active.get(record.id);
        const { done, expected, running, failed } = record;
        if (before !== undefined) active.set(record.id, { ...before, done, expected, running, failed });
      } else if (record.kind === "fetchStatus") {
        const before = active.get(record.id);
        if (before !== undefined) active.set(record.id, { ...before, text: record.text });
      } else if (record.kind === "expected") {
        const kinds = announced.get(record.id) ?? new Map<ActivityName, number>();
        announced.set(record.id, kinds.set(record.activity, record.amount));
      } else if (record.kind === "stop") {
        const last = active.get(record.id);
        if (last !== undefined && (last.done > 0 || last.failed > 0)) {
          const sum = { ...(finished.get(last.activity) ?? nothing) };
          add(sum, { ...last, expected: last.done, running: 0 });
          finished.set(last.activity, sum);
        }
        active.delete(record.id);
        announced.delete(record.id);
      }
    },
    counts() {
      const { done, expected } = total("copyPaths");
      const bytes = total("fileTransfer");
      const texts = [...active.values()].filter(({ text, activity }) => text !== "" && activity !== "build");
      return {
        builds: total("builds"),
        copies: { done, expected },
        bytes: { done: bytes.done, expected: bytes.expected },
        current: texts.at(-1)?.text ?? "",
      };
    },
  };
}

function add(sum: { done: number; expected: number; running: number; failed: number }, one: typeof nothing): void {
  sum.done += one.done;
  sum.expected += one.expected;
  sum.running += one.running;
  sum.failed += one.failed;
}
