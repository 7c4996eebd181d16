/**
 * How an argument reader (expect.ts) ends a native when an argument is unknown: it throws this, and `native` answers
 * with the unknown. Never leaves a native or a thunk. No `Error`: it is common, and needs no stack.
 */
import type { UnknownValue } from "./value.ts";

export class UnknownSignal {
  readonly value: UnknownValue;
  constructor(value: UnknownValue) {
    this.value = value;
  }
}
