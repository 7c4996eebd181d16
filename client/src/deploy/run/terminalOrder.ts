/** The order for a run in a terminal, a file of its own: which program, and where its log and its state go. */
import * as v from "valibot";

export const terminalOrder = v.object({
  program: v.string(),
  args: v.array(v.string()),
  cwd: v.string(),
  /** What its environment has besides. */
  env: v.record(v.string(), v.string()),
  title: v.string(),
  logFile: v.string(),
  stateFile: v.string(),
  /** The path of `nohup`; `null`: there is none. */
  nohup: v.nullable(v.string()),
});

export type TerminalOrder = v.InferOutput<typeof terminalOrder>;
