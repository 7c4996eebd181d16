/** The messages between a caller and the supervisor it starts, over the channel between the two processes. */

/** A program with its arguments. No shell reads them. */
export interface ProgramCall {
  /** A path, or a name that is looked up on `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** What its environment has besides (environment.ts says what it has anyway). */
  readonly env?: Readonly<Record<string, string>>;
}

/** To the supervisor: what to start, once, as the first message. */
export interface StartOrder {
  readonly kind: "start";
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a run that outlives its caller is written down; null for one that ends with it. */
  readonly outlive: { readonly title: string; readonly logFile: string; readonly stateFile: string } | null;
}

/** To the supervisor: end what runs. One that outlives its caller takes no notice. */
export interface CancelOrder {
  readonly kind: "cancel";
}

export type Order = StartOrder | CancelOrder;

/** From the supervisor: `started` or `failed`, then `ended`. */
export type SupervisorReport =
  | { readonly kind: "started"; readonly pid: number }
  | { readonly kind: "failed"; readonly notFound: boolean; readonly message: string }
  | { readonly kind: "ended"; readonly code: number | null; readonly signal: string | null };
