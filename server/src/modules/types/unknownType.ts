/** The type of an option whose declared type is unknown: it rejects nothing and tells nothing. */
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown } from "../../eval/core/make.ts";
import type { UnknownValue, Value } from "../../eval/core/value.ts";
import type { TypeInfo } from "../model/view.ts";
import { OptionType, type Verdict } from "./optionType.ts";

export class UnknownType extends OptionType {
  readonly name = "unknown";
  readonly descriptionClass = "noun";
  readonly unknown: UnknownValue;

  constructor(unknown: UnknownValue) {
    super();
    this.unknown = unknown;
  }

  protected makeDescription(): string {
    return "a type that is not known here";
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "opaque" };
  }

  check(): Verdict {
    return "unknown";
  }

  merge(): Value {
    return makeUnknown(this.unknown.reason);
  }

  protected override mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    return other;
  }
}
