/** Types that offer a choice: `enum`, `either`, `oneOf`, `coercedTo`. */
import { NixError } from "../../eval/core/errors.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown, ready } from "../../eval/core/make.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { quoteString } from "../../syntax/tree/attrName.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { equalOrUnknown, mergeEqual } from "./merges.ts";
import {
  type Combined,
  type DescriptionClass,
  headOf,
  NOTHING_INSIDE,
  OptionType,
  phrase,
  unknownOf,
  type Verdict,
} from "./optionType.ts";

export class EnumType extends OptionType {
  readonly name = "enum";
  readonly descriptionClass: DescriptionClass;
  readonly members: readonly Thunk[];

  constructor(members: readonly Thunk[]) {
    super();
    this.members = members;
    this.descriptionClass = members.length < 2 ? "noun" : "conjunction";
  }

  protected makeDescription(machine: Machine): string {
    const shown = this.members.map((member) => showMember(member.force(machine)));
    if (shown.length === 0) return "impossible (empty enum)";
    return shown.length === 1 ? `value ${shown[0]} (singular enum)` : `one of ${shown.join(", ")}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    const members = this.members.map((member) => member.force(machine)).filter((member) => member.type !== "unknown");
    return { kind: "enum", members: members.map(showMember) };
  }

  check(machine: Machine, value: Value): Verdict {
    if (value.type === "unknown") return "unknown";
    let doubt = false;
    for (const member of this.members) {
      const candidate = member.force(machine);
      const same = equalOrUnknown(machine, candidate, value);
      if (same === true) return "accepted";
      if (same === "unknown") doubt = true;
    }
    return doubt ? "unknown" : "rejected";
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return mergeEqual(machine, loc, definitions);
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof EnumType)) return null;
    const added = other.members.filter((member) => this.check(machine, member.force(machine)) !== "accepted");
    return new EnumType([...this.members, ...added]);
  }
}

function showMember(value: Value): string {
  switch (value.type) {
    case "string":
      return quoteString(value.value);
    case "int":
    case "bool":
      return String(value.value);
    case "attrs":
      return "<set>";
    case "function":
      return "<lambda>";
    default:
      return `<${value.type}>`;
  }
}

export class EitherType extends OptionType {
  readonly name = "either";
  readonly descriptionClass: DescriptionClass = "conjunction";
  readonly left: OptionType;
  readonly right: OptionType;

  constructor(left: OptionType, right: OptionType) {
    super();
    this.left = left;
    this.right = right;
  }

  protected makeDescription(machine: Machine): string {
    const { left, right } = this;
    if (left.descriptionClass === "nonRestrictiveClause") {
      return `${left.describe(machine)}, or ${phrase(machine, right, ["noun", "conjunction"])}`;
    }
    const first = phrase(machine, left, ["noun", "conjunction"]);
    return `${first} or ${phrase(machine, right, ["noun", "conjunction", "composite"])}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    const left = this.left.info(machine);
    const right = this.right.info(machine);
    const numbers = left.kind === "int" && right.kind === "float" && this.left.name === "int";
    const inner = left.kind === "either" ? [...(left.inner ?? []), right] : [left, right];
    return { kind: numbers ? "number" : "either", inner };
  }

  check(machine: Machine, value: Value): Verdict {
    const left = this.left.check(machine, value);
    if (left === "accepted") return left;
    const right = this.right.check(machine, value);
    if (right === "accepted") return right;
    return left === "unknown" || right === "unknown" ? "unknown" : "rejected";
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const unknown = unknownOf(definitions);
    const left = this.left.combine(machine, loc, definitions);
    if (left.head.verdict === "accepted" && unknown === null) return left;
    const right = this.right.combine(machine, loc, definitions);
    if (left.head.verdict === "rejected" && right.head.verdict !== "rejected") return right;
    if (left.head.verdict !== "rejected" && right.head.verdict === "rejected") return left;
    const head = headOf(machine, this, definitions);
    if (left.head.verdict === "rejected" && right.head.verdict === "rejected") {
      // Each definition may fit one of the two, but no one type fits them all.
      const rejected = head.verdict === "rejected" ? head.definitions : definitions;
      return { ...left, head: { verdict: "rejected", definitions: rejected, type: this } };
    }
    const value = makeUnknown(unknown ?? { kind: "notModelled", what: "a value that may be of either type" });
    return { head: { verdict: "unknown" }, value: () => value, inside: NOTHING_INSIDE };
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.combine(machine, loc, definitions).value(machine);
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof EitherType)) return null;
    const left = this.left.mergeWith(machine, other.left);
    const right = this.right.mergeWith(machine, other.right);
    return left === null || right === null ? null : new EitherType(left, right);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [
      ["left", this.left],
      ["right", this.right],
    ];
  }
}

/** `oneOf`: `either` from the left. */
export function oneOf(types: readonly OptionType[]): OptionType {
  const [first, ...others] = types;
  if (first === undefined)
    throw new NixError("throw", "types.oneOf needs to get at least one type in its argument", null);
  return others.reduce((left, right) => new EitherType(left, right), first);
}

export class CoercedType extends OptionType {
  readonly name = "coercedTo";
  readonly descriptionClass = null;
  readonly from: OptionType;
  readonly coerce: Thunk;
  readonly to: OptionType;

  constructor(from: OptionType, coerce: Thunk, to: OptionType) {
    super();
    this.from = from;
    this.coerce = coerce;
    this.to = to;
  }

  protected makeDescription(machine: Machine): string {
    return `${phrase(machine, this.to, ["noun"])} or ${phrase(machine, this.from, ["noun"])} convertible to it`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return { kind: "coercedTo", inner: [this.to.info(machine), this.from.info(machine)] };
  }

  check(machine: Machine, value: Value): Verdict {
    const from = this.from.check(machine, value);
    if (from === "unknown") return "unknown";
    if (from === "accepted") {
      const coerced = this.to.check(machine, this.#coerced(machine, value));
      if (coerced !== "rejected") return coerced;
    }
    return this.to.check(machine, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const head = headOf(machine, this, definitions);
    if (head.verdict === "rejected")
      return { head, value: () => makeUnknown({ kind: "syntax" }), inside: NOTHING_INSIDE };
    let doubt = false;
    const converted = definitions.map((definition): DischargedDefinition => {
      const verdict = this.from.combine(machine, loc, [definition]).head.verdict;
      if (verdict === "unknown" && definition.value.type !== "unknown") doubt = true;
      if (verdict !== "accepted") return definition;
      const value = this.#coerced(machine, definition.value);
      return { ...definition, value, thunk: ready(value) };
    });
    const combined = this.to.combine(machine, loc, converted);
    if (combined.head.verdict !== "rejected") return combined;
    // What could not be converted only because it is not known whether it is to be is no fault.
    if (doubt) return { ...combined, head: { verdict: "unknown" } };
    const culprits = new Set(
      combined.head.definitions.map(({ source, priority }) => `${source.module.key} ${priority}`),
    );
    const rejected = definitions.filter(({ source, priority }) => culprits.has(`${source.module.key} ${priority}`));
    return { ...combined, head: { verdict: "rejected", definitions: rejected, type: this } };
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.combine(machine, loc, definitions).value(machine);
  }

  #coerced(machine: Machine, value: Value): Value {
    return machine.apply(this.coerce.force(machine), ready(value), null);
  }

  override emptyValue(machine: Machine): Thunk | null {
    return this.to.emptyValue(machine);
  }

  override subModules(): readonly Thunk[] | null {
    return this.to.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return new CoercedType(this.from, this.coerce, this.to.withSubModules(modules));
  }

  protected override mergeTypes(): OptionType | null {
    return null;
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [
      ["coercedType", this.from],
      ["finalType", this.to],
    ];
  }
}
