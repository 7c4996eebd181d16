/**
 * Errors and interruptions: they end an evaluation before there is a value. Caught at the edge of `eval`; nothing of
 * it leaves a request.
 */
import type { Origin } from "./value.ts";

export type NixErrorKind =
  | "throw"
  | "assert"
  | "abort"
  | "type"
  | "missingAttribute"
  | "undefinedName"
  | "infiniteRecursion"
  | "missingFile"
  /** Nix refuses the file as a whole: it does not parse, or defines an attribute or a formal twice. */
  | "syntax"
  | "evaluation";

/** The program is wrong: real Nix fails here as well. `tryEval` catches the kinds `throw` and `assert` only. */
export class NixError extends Error {
  override readonly name = "NixError";
  readonly kind: NixErrorKind;
  readonly origin: Origin;
  constructor(kind: NixErrorKind, message: string, origin: Origin) {
    super(message);
    this.kind = kind;
    this.origin = origin;
  }
}

/** The evaluation was stopped from outside or by its limits. Thunks on the way stay unforced. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly reason: "outOfFuel" | "tooDeep" | "cancelled";
  constructor(reason: "outOfFuel" | "tooDeep" | "cancelled") {
    super(reason);
    this.reason = reason;
  }
}
