/**
 * What is written down of a run that outlives its caller: one JSON file a run.
 * Invariant: a state file is whole at any moment, since it is replaced, never written into.
 */
import { readFileSync, renameSync } from "node:fs";
import * as v from "valibot";
import { writePrivate } from "./privateFiles.ts";

const schema = v.object({
  version: v.literal(1),
  title: v.string(),
  command: v.array(v.string()),
  cwd: v.string(),
  pid: v.number(),
  /** When the process started (processMark.ts), so that its id alone does not count. */
  mark: v.nullable(v.string()),
  /** The process that writes down how it ended: while that one runs, nobody else can tell. */
  keeper: v.object({ pid: v.number(), mark: v.nullable(v.string()) }),
  /** Milliseconds since 1970, as all times here. */
  startedAt: v.number(),
  logFile: v.string(),
  ended: v.nullable(v.object({ code: v.nullable(v.number()), signal: v.nullable(v.string()), at: v.number() })),
});

export type RunState = v.InferOutput<typeof schema>;

/** Replaces a state file. */
export function writeState(file: string, state: RunState): void {
  writePrivate(`${file}.part`, JSON.stringify(state, null, 2));
  renameSync(`${file}.part`, file);
}

/** The state in a file, or null where there is none or something else. */
export function readState(file: string): RunState | null {
  try {
    const result = v.safeParse(schema, JSON.parse(readFileSync(file, "utf8")));
    return result.success ? result.output : null;
  } catch {
    // gone, or not ours
    return null;
  }
}
