/**
 * Static scopes: which names a place in a file can see, and in which slot of which frame each stands at run time.
 * Invariant: an `Env` is a chain of frames shaped exactly like the chain of scopes its code was compiled in.
 */
import type { Thunk } from "../core/value.ts";

/** A frame at run time. A slot is empty only while its own recursive frame is being filled. */
export interface Env {
  readonly slots: (Thunk | undefined)[];
  readonly up: Env | null;
}

export interface Scope {
  /** `null` for the frame of a `with`, whose one slot holds the set. */
  readonly slots: ReadonlyMap<string, number> | null;
  readonly up: Scope | null;
}

export type VariableResolution =
  | { readonly kind: "slot"; readonly depth: number; readonly index: number }
  /** Found in none of the static scopes: the frames of the enclosing `with`s, innermost first (perhaps none). */
  | { readonly kind: "dynamic"; readonly depths: readonly number[] };

export function nameScope(up: Scope | null, names: Iterable<string>): Scope {
  const slots = new Map<string, number>();
  for (const name of names) if (!slots.has(name)) slots.set(name, slots.size);
  return { slots, up };
}

export function withScope(up: Scope | null): Scope {
  return { slots: null, up };
}

/**
 * A frame that is entered again when the code around it is another: thunks and frames that belong to what did not change
 * are found in it.
 */
export class LastingFrame implements Env {
  readonly slots: (Thunk | undefined)[];
  readonly up: Env | null;
  // What no code stands for any more goes with it.
  readonly #thunks = new WeakMap<object, Thunk>();
  readonly #frames = new WeakMap<object, LastingFrame>();

  constructor(slots: (Thunk | undefined)[], up: Env | null) {
    this.slots = slots;
    this.up = up;
  }

  /** The thunk of a piece of code in this frame. */
  thunk(code: object, make: () => Thunk): Thunk {
    let thunk = this.#thunks.get(code);
    if (thunk === undefined) {
      thunk = make();
      this.#thunks.set(code, thunk);
    }
    return thunk;
  }

  /** The frame of a piece of code below this one; `fill` puts the thunks into a new one. */
  inner(code: object, fill: (frame: Env) => void): LastingFrame {
    let frame = this.#frames.get(code);
    if (frame === undefined) {
      frame = new LastingFrame([], this);
      fill(frame);
      this.#frames.set(code, frame);
    }
    return frame;
  }
}

/** Static names win over every `with`, however near, as in Nix. */
export function resolve(scope: Scope | null, name: string): VariableResolution {
  const depths: number[] = [];
  let depth = 0;
  for (let current = scope; current !== null; current = current.up, depth++) {
    if (current.slots === null) {
      depths.push(depth);
      continue;
    }
    const index = current.slots.get(name);
    if (index !== undefined) return { kind: "slot", depth, index };
  }
  return { kind: "dynamic", depths };
}

export function frameAt(env: Env, depth: number): Env {
  let frame = env;
  for (let left = depth; left > 0 && frame.up !== null; left--) frame = frame.up;
  return frame;
}
