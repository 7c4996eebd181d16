/** Types without parts: booleans, numbers, strings, paths, packages and what takes anything. */
import type { Machine } from "../../eval/core/machine.ts";
import type { Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { mergeDefault, mergeEqual, mergeOne } from "./merges.ts";
import { type DescriptionClass, OptionType, type Verdict } from "./optionType.ts";

type Check = (machine: Machine, value: Exclude<Value, { type: "unknown" }>) => boolean | "unknown";
type Merge = (machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]) => Value;

export interface AtomSpec {
  readonly name: string;
  readonly description: string;
  readonly kind: TypeInfo["kind"];
  readonly check: Check;
  readonly merge?: Merge;
  readonly class?: DescriptionClass | null;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What makes two types of one name the same: a pattern, a separator, bounds. */
  readonly payload?: string;
}

export class Atom extends OptionType {
  readonly name: string;
  readonly descriptionClass: DescriptionClass | null;
  readonly spec: AtomSpec;

  constructor(spec: AtomSpec) {
    super();
    this.spec = spec;
    this.name = spec.name;
    this.descriptionClass = spec.class === undefined ? "noun" : spec.class;
  }

  protected makeDescription(): string {
    return this.spec.description;
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    const { kind, minimum, maximum } = this.spec;
    return {
      kind,
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
    };
  }

  check(machine: Machine, value: Value): Verdict {
    if (value.type === "unknown") return "unknown";
    const verdict = this.spec.check(machine, value);
    return verdict === "unknown" ? "unknown" : verdict ? "accepted" : "rejected";
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return (this.spec.merge ?? mergeEqual)(machine, loc, definitions);
  }

  protected override mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    return other instanceof Atom && other.name === this.name && other.spec.payload === this.spec.payload ? this : null;
  }
}

const anyValue = (): boolean => true;

export const bool = new Atom({
  name: "bool",
  description: "boolean",
  kind: "bool",
  check: (_, value) => value.type === "bool",
});

export const boolByOr = new Atom({
  name: "boolByOr",
  description: "boolean (merged using or)",
  kind: "bool",
  check: (_, value) => value.type === "bool",
  merge: (machine, loc, definitions) => mergeDefault(machine, loc, definitions),
});

export const int = new Atom({
  name: "int",
  description: "signed integer",
  kind: "int",
  check: (_, value) => value.type === "int",
});

export const float = new Atom({
  name: "float",
  description: "floating point number",
  kind: "float",
  check: (_, value) => value.type === "float",
});

/** An integer within bounds, inclusive; `null`: no bound. */
export function boundedInt(
  name: string,
  description: string,
  minimum: bigint | null,
  maximum: bigint | null,
  cls: DescriptionClass = "noun",
): Atom {
  return new Atom({
    name,
    description,
    kind: name === "unsignedInt16" ? "port" : "int",
    class: cls,
    check: (_, value) =>
      value.type === "int" &&
      (minimum === null || value.value >= minimum) &&
      (maximum === null || value.value <= maximum),
    ...(minimum === null ? {} : { minimum: Number(minimum) }),
    ...(maximum === null ? {} : { maximum: Number(maximum) }),
  });
}

const inclusive = (lowest: bigint, highest: bigint): string => `${lowest} and ${highest} (both inclusive)`;

export function intBetween(lowest: bigint, highest: bigint): Atom {
  return boundedInt("intBetween", `integer between ${inclusive(lowest, highest)}`, lowest, highest);
}

function ofBits(bits: number, signed: boolean): Atom {
  const range = 2n ** BigInt(bits);
  const [low, high] = signed ? [-range / 2n, range / 2n - 1n] : [0n, range - 1n];
  const kind = signed ? "signed" : "unsigned";
  const text = `${bits} bit ${kind} integer; between ${inclusive(low, high)}`;
  return boundedInt(`${kind}Int${bits}`, text, low, high);
}

export const ints = {
  unsigned: boundedInt("unsignedInt", "unsigned integer, meaning >=0", 0n, null, "nonRestrictiveClause"),
  positive: boundedInt("positiveInt", "positive integer, meaning >0", 1n, null, "nonRestrictiveClause"),
  u8: ofBits(8, false),
  u16: ofBits(16, false),
  u32: ofBits(32, false),
  s8: ofBits(8, true),
  s16: ofBits(16, true),
  s32: ofBits(32, true),
};

export const raw = new Atom({
  name: "raw",
  description: "raw value",
  kind: "anything",
  check: anyValue,
  merge: mergeOne,
});

export const unspecified = new Atom({
  name: "unspecified",
  description: "unspecified value",
  kind: "anything",
  check: anyValue,
  merge: mergeDefault,
});
