/** Messages between a main thread and the worker it starts. */

import * as v from "valibot";
import type { Formatted } from "../features/formatting/formatter.ts";
import type { InnerValues } from "../modules/api.ts";
import type { FlakeFacts } from "../protocol/protocol.ts";
import type { DeclaredOptions } from "../session/declaredOptions.ts";
import type { ExpressionOutcome, ExpressionRequest } from "../session/expression.ts";
import type { HostValueOutcome, HostValueRequest } from "../session/hostValue.ts";
import type { AnalysisDelta, WorkspaceChange } from "../session/messages.ts";

/** What a worker is started for, given to it as `workerData`. */
export const jobSchema = v.variant("job", [
  /** `generation` is shared memory: the newest generation, for giving up old ones. */
  v.object({ job: v.literal("session"), generation: v.instance(Int32Array) }),
  v.object({ job: v.literal("expression"), request: v.custom<ExpressionRequest>((data) => typeof data === "object") }),
  /** Texts come in as messages, one at a time. */
  v.object({ job: v.literal("format") }),
  v.object({ job: v.literal("schema"), uri: v.string(), root: v.string(), trusted: v.boolean() }),
  v.object({ job: v.literal("hostValue"), request: v.custom<HostValueRequest>((data) => typeof data === "object") }),
]);

export type Job = v.InferOutput<typeof jobSchema>;

/** A job with one answer, after which the thread ends. */
export type SingleJob = Exclude<Job, { readonly job: "session" | "format" }>;

/** To a worker that runs a session: a change of its world, or a question about the world as it then is. */
export type ToWorker = WorkspaceChange | FlakesQuestion;

/** `id` comes back with the answer. */
export interface FlakesQuestion {
  readonly kind: "flakes";
  readonly id: number;
}

export type FromWorker =
  | { readonly kind: "analysed"; readonly delta: AnalysisDelta }
  | { readonly kind: "lookedInside"; readonly values: ReadonlyMap<string, InnerValues> }
  | { readonly kind: "failed" }
  | { readonly kind: "evaluated"; readonly outcome: ExpressionOutcome }
  | { readonly kind: "declared"; readonly options: DeclaredOptions | null }
  | { readonly kind: "valued"; readonly outcome: HostValueOutcome }
  /** `bytes`: what the formatter's memory came to. */
  | { readonly kind: "formatted"; readonly formatted: Formatted; readonly bytes: number }
  | { readonly kind: "flakes"; readonly id: number; readonly flakes: readonly FlakeFacts[] }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  | { readonly kind: "fault"; readonly what: string; readonly message: string };
