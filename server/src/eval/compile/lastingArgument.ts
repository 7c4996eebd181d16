/** The argument of a function that is called again when its code is another, as modules are. */

import { Ready } from "../core/thunk.ts";
import type { FunctionValue } from "../core/value.ts";
import type { LastingFrame } from "./scope.ts";

export class LastingArgument extends Ready {
  readonly #frames = new WeakMap<FunctionValue, LastingFrame>();

  /** The frame in which the body of a function runs with this argument. */
  frame(callee: FunctionValue, enter: () => LastingFrame): LastingFrame {
    let frame = this.#frames.get(callee);
    if (frame === undefined) {
      frame = enter();
      this.#frames.set(callee, frame);
    }
    return frame;
  }
}
