/** A dialog of several steps with a way back. Pure: a step asks however it likes, and says how that ended. */

export type StepOutcome<S> =
  | { readonly kind: "next"; readonly state: S }
  /** To the step before, with what was said there forgotten. */
  | { readonly kind: "back" }
  | { readonly kind: "cancel" };

/** `position` counts from 1; `total` is what is known of it by now. */
export type Step<S> = (state: S, position: number, total: number) => Promise<StepOutcome<S>>;

/**
 * Goes through the steps that `stepsFor` names for what has been said so far. `null`: the user left.
 */
export async function runSteps<S>(initial: S, stepsFor: (state: S) => readonly Step<S>[]): Promise<S | null> {
  const before: S[] = [];
  let state = initial;
  for (;;) {
    const steps = stepsFor(state);
    const step = steps[before.length];
    if (step === undefined) return state;
    const outcome = await step(state, before.length + 1, steps.length);
    if (outcome.kind === "cancel") return null;
    if (outcome.kind === "next") {
      before.push(state);
      state = outcome.state;
    } else state = before.pop() ?? initial;
  }
}

/** An answer taken into the state. */
export function taken<S, T>(outcome: StepOutcome<T>, into: (answer: T) => S): StepOutcome<S> {
  return outcome.kind === "next" ? { kind: "next", state: into(outcome.state) } : outcome;
}
