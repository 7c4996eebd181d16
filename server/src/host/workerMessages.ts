/** What passes between the server's main thread and its worker. */
import * as v from "valibot";
import type { AnalysisDelta, WorkspaceChange } from "../analysis/messages.ts";

/** Given to the worker when it starts. `generation` is shared memory: the newest generation, for giving up old ones. */
export const sessionDataSchema = v.object({ job: v.literal("session"), generation: v.instance(Int32Array) });

export type ToWorker = WorkspaceChange;

export type FromWorker =
  | { readonly kind: "analysed"; readonly delta: AnalysisDelta }
  | { readonly kind: "failed" }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  | { readonly kind: "fault"; readonly what: string; readonly message: string };
