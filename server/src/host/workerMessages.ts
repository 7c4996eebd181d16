/** What passes between a main thread and the worker it starts. */
import * as v from "valibot";
import type { ExpressionOutcome, ExpressionRequest } from "../analysis/expression.ts";
import type { AnalysisDelta, WorkspaceChange } from "../analysis/messages.ts";

/** What a worker is started for, given to it as `workerData`. */
export const jobSchema = v.variant("job", [
  /** `generation` is shared memory: the newest generation, for giving up old ones. */
  v.object({ job: v.literal("session"), generation: v.instance(Int32Array) }),
  v.object({ job: v.literal("expression"), request: v.custom<ExpressionRequest>((data) => typeof data === "object") }),
]);

export type Job = v.InferOutput<typeof jobSchema>;

/** To a worker that runs a session. */
export type ToWorker = WorkspaceChange;

export type FromWorker =
  | { readonly kind: "analysed"; readonly delta: AnalysisDelta }
  | { readonly kind: "failed" }
  | { readonly kind: "evaluated"; readonly outcome: ExpressionOutcome }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  | { readonly kind: "fault"; readonly what: string; readonly message: string };
