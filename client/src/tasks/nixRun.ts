/**
 * One run of Nix for a task, without anything of VS Code: output to a log file and, as lines, to whoever shows them.
 * Invariant: whatever ends the run, the log is closed and whole, and the counts are final.
 */

import { readRecords } from "../nixLog/readRecords.ts";
import type { NixRecord } from "../nixLog/records.ts";
import { readLines } from "../process/lines.ts";
import { type Ended, type Program, run } from "../process/run.ts";
import { createBuildLog } from "./buildLog.ts";
import { createCounter, type RunCounts } from "./counts.ts";
import type { LogFile } from "./logFile.ts";

export interface NixRunOptions {
  readonly supervisor: string;
  readonly signal: AbortSignal;
  readonly log: LogFile;
  /** Takes a line for a terminal; colours are its only control sequences. */
  line(text: string): void;
  /** Takes every record of standard error. */
  record(record: NixRecord): void;
  /** How far the run is; called often. */
  progress(counts: RunCounts): void;
}

/** Runs Nix to its end. Rejects with a `StartError` only. */
export async function runNix(program: Program, options: NixRunOptions): Promise<{ ended: Ended; counts: RunCounts }> {
  const { log, supervisor, signal } = options;
  const counter = createCounter();
  const show = (text: string): void => {
    options.line(text);
    log.line(text);
  };
  const readable = createBuildLog(show);
  const records = readRecords((record) => {
    counter.take(record);
    options.record(record);
    readable(record);
  });
  const printed = readLines((text) => readable({ kind: "line", text }));
  try {
    const ended = await run(program, {
      supervisor,
      signal,
      onOutput: (chunk, stream) => {
        if (stream === "stderr") records.push(chunk);
        else printed.push(chunk);
        log.flush();
        options.progress(counter.counts());
      },
    });
    return { ended, counts: counter.counts() };
  } finally {
    records.end();
    printed.end();
    log.flush();
  }
}
