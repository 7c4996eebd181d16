/** One option of one evaluation: its declaration, its definitions, its value. */

import { NixError } from "../../eval/core/errors.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeBool, makeInt, makeList, makeString, makeUnknown, ready } from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Attr, AttrsValue, Thunk, UnknownReason, UnknownValue, Value } from "../../eval/core/value.ts";
import { type Foundation, Memo } from "../../eval/incremental/memo.ts";
import {
  DEFAULT_WRAPS,
  describeDefinition,
  plainDefinition,
  type RawDefinition,
  sameDefinitions,
} from "../definitions/definition.ts";
import { ModuleError } from "../definitions/moduleError.ts";
import type { Loc } from "../model/location.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import { definitionValue } from "../types/custom.ts";
import { Merging } from "../types/merging.ts";
import type { OptionType } from "../types/optionType.ts";
import { typeValue } from "../types/typeValue.ts";
import { UnknownType } from "../types/unknownType.ts";
import { declareOption, defaultOf, flagOf, type OptionDeclaration } from "./declaration.ts";

/** How an option came to be one that should not be used, as natives of `lib` mark it (`AttrsValue.native`). */
export class Deprecation {
  readonly kind: "renamed" | "changed" | "removed";
  readonly to: readonly string[];
  readonly instructions: string;
  constructor(kind: Deprecation["kind"], to: readonly string[], instructions: string) {
    this.kind = kind;
    this.to = to;
    this.instructions = instructions;
  }
}

const REPORTS: ReadonlySet<string> = new Set(["assertions", "warnings"]);
const SINGLE: ReadonlySet<Value["type"]> = new Set(["bool", "int", "float", "string", "path", "null"]);
const PLAIN_PRIORITY = 100;

interface OptionDoubts {
  readonly unknown?: UnknownValue | null;
  readonly doubtsShared?: boolean;
  readonly unread?: () => UnknownReason | null;
}

export class EvaluatedOption {
  readonly declaration: OptionDeclaration;
  /** The effective value. */
  readonly value: Thunk;
  /** What stands in `options` for it. */
  readonly optionValue: Thunk;
  readonly #definitions: (machine: Machine) => readonly RawDefinition[];
  readonly #unknown: UnknownValue | null;
  readonly #doubtsShared: boolean;
  /** Why a module that nobody here can read may define it, or `null`. */
  readonly #unread: () => UnknownReason | null;
  /** What the declaration is a part of. */
  readonly #foundation: Foundation;
  #merging: Memo<Merging> | null = null;
  /** On a machine that does not track. */
  #plainMerging: Merging | null = null;

  constructor(
    foundation: Foundation,
    declaration: OptionDeclaration,
    definitions: (machine: Machine) => readonly RawDefinition[],
    { unknown = null, doubtsShared = false, unread = () => null }: OptionDoubts = {},
  ) {
    this.#foundation = foundation;
    this.declaration = declaration;
    this.#definitions = definitions;
    this.#unknown = unknown;
    this.#doubtsShared = doubtsShared;
    this.#unread = unread;
    this.value = lazy((machine) => this.#compute(machine));
    this.optionValue = lazy(() => this.#describe());
  }

  /** An option whose declaration is unknown. */
  static unknown(
    foundation: Foundation,
    loc: Loc,
    unknown: UnknownValue,
    definitions: (machine: Machine) => readonly RawDefinition[],
  ): EvaluatedOption {
    return new EvaluatedOption(foundation, declareOption(loc, []), definitions, { unknown });
  }

  get loc(): Loc {
    return this.declaration.loc;
  }

  get deprecation(): Deprecation | null {
    const native = this.declaration.declared[0]?.value.native;
    return native instanceof Deprecation ? native : null;
  }

  /** What modules define, without the default. */
  raw(machine: Machine): readonly RawDefinition[] {
    return this.#definitions(machine);
  }

  merging(machine: Machine): Merging {
    if (!machine.tracks) {
      this.#plainMerging ??= this.#merge(machine, null);
      return this.#plainMerging;
    }
    this.#merging ??= new Memo(
      (later, before) => this.#merge(later, before),
      (before, now) => before.type === now.type && sameDefinitions(before.raw, now.raw),
    );
    return this.#merging.get(machine);
  }

  #merge(machine: Machine, before: Merging | null): Merging {
    const type = this.type(machine);
    const fallback = defaultOf(this.declaration);
    const defined = this.#definitions(machine);
    if (fallback === null) return new Merging(this.loc, type, defined, before);
    const module = this.declaration.defaultModule;
    const source = { module, binding: fallback.origin, name: null, depth: 0, above: null };
    const definition = { ...plainDefinition(source, fallback.value), wraps: DEFAULT_WRAPS };
    return new Merging(this.loc, type, [definition, ...defined], before);
  }

  /** The declared type, whatever the definitions are. */
  type(machine: Machine): OptionType {
    if (this.#unknown !== null) return new UnknownType(this.#unknown);
    return this.#foundation.within(machine, () => this.declaration.type(machine));
  }

  #compute(machine: Machine): Value {
    const merging = this.merging(machine);
    if (flagOf(machine, this.declaration, "readOnly")) this.#checkReadOnly(machine, merging);
    if (this.#doubtsShared && this.#isShared && !this.#isSettled(machine, merging)) return this.#notAllKnown();
    const unread = this.#unread();
    return unread === null ? this.#applied(machine, merging) : this.#unlessReplaced(machine, merging, unread);
  }

  #applied(machine: Machine, merging: Merging): Value {
    const apply = this.declaration.fields.get("apply");
    if (apply === undefined) return this.#withUnread(machine, merging);
    return machine.apply(apply.value.force(machine), merging.value, apply.origin);
  }

  /** A default that fails may be there to be replaced by a module that was not read. */
  #unlessReplaced(machine: Machine, merging: Merging, unread: UnknownReason): Value {
    const depth = machine.depth;
    try {
      return this.#applied(machine, merging);
    } catch (problem) {
      if (!(problem instanceof NixError) || problem.kind === "infiniteRecursion") throw problem;
      if (merging.raw.some(({ wraps }) => wraps !== DEFAULT_WRAPS)) throw problem;
      machine.depth = depth;
      return makeUnknown(unread);
    }
  }

  /** Whether NixOS's own modules may define it, too. What modules assert and warn of is taken as it is. */
  get #isShared(): boolean {
    return this.declaration.isShared && !(this.loc.path.length === 1 && REPORTS.has(this.loc.path[0] ?? ""));
  }

  /** A single value of full strength in a module that is at hand: another one beside it would be a conflict. */
  #isSettled(machine: Machine, merging: Merging): boolean {
    const { final, highest, doubt } = merging.outline(machine);
    if (doubt !== null || highest > PLAIN_PRIORITY) return false;
    return final.every(
      ({ value }) => SINGLE.has(value.type) && !(value.type === "string" && value.value.includes("\n")),
    );
  }

  #notAllKnown(): Value {
    return makeUnknown({ kind: "notModelled", what: `what NixOS itself defines for ${this.loc.show()}` });
  }

  /** Sets by name that NixOS declares have names in them that its own modules define. */
  #withUnread(machine: Machine, merging: Merging): Value {
    const value = merging.value.force(machine);
    if (!this.declaration.isShared || value.type !== "attrs" || value.rest !== null) return value;
    if (!(merging.type instanceof AttrsOfType)) return value;
    const what = `what NixOS itself defines in ${this.loc.show()}`;
    return { ...value, rest: makeUnknown({ kind: "notModelled", what }) };
  }

  #checkReadOnly(machine: Machine, merging: Merging): void {
    const given = merging.raw.filter((definition) => definition.weak === null);
    if (given.length < 2) return;
    const path = this.loc.path;
    const definitions = this.#definitions(machine).map(({ source, value }) =>
      describeDefinition(path, { source, thunk: value, priority: null }, "active"),
    );
    const message = `The option \`${this.loc.show()}' is read-only, but it's set multiple times.`;
    throw new ModuleError(message, [{ kind: "readOnly", path, definitions }], definitions[0]?.binding ?? null);
  }

  #describe(): AttrsValue {
    const { declaration, loc } = this;
    const attrs = new Map<string, Attr>(declaration.fields);
    const set = (name: string, compute: (machine: Machine) => Value): void => {
      attrs.set(name, { value: lazy(compute), origin: null });
    };
    const strings = (texts: readonly string[]): Value => makeList(texts.map((text) => ready(makeString(text))));
    set("_type", () => makeString("option"));
    set("loc", () => strings(loc.strings));
    set("declarations", () => strings(declaration.declared.map((one) => one.module.label)));
    set("declarationPositions", () => makeList([]));
    set("options", () => makeList([]));
    set("type", (machine) => typeValue(this.merging(machine).type));
    set("value", (machine) => this.value.force(machine));
    set("isDefined", (machine) => this.#isDefined(machine));
    set("highestPrio", (machine) => this.#known(machine) ?? makeInt(this.merging(machine).outline(machine).highest));
    set("definitions", (machine) => this.#known(machine) ?? makeList(this.#final(machine).map((one) => one.thunk)));
    set(
      "files",
      (machine) => this.#known(machine) ?? strings(this.#final(machine).map((one) => one.source.module.label)),
    );
    set(
      "definitionsWithLocations",
      (machine) => this.#known(machine) ?? makeList(this.#final(machine).map((one) => ready(definitionValue(one)))),
    );
    set("valueMeta", () => makeUnknown({ kind: "notModelled", what: "valueMeta" }));
    set("__toString", () => native("showOption", 1, () => makeString(loc.show())));
    return makeAttrs(attrs, declaration.declared[0]?.value.origin ?? null);
  }

  #final(machine: Machine): ReturnType<Merging["outline"]>["final"] {
    return this.merging(machine).outline(machine).final;
  }

  /** The unknown that hides what is defined, or `null`. */
  #known(machine: Machine): Value | null {
    const { doubt } = this.merging(machine).outline(machine);
    return doubt === null ? null : makeUnknown(doubt);
  }

  #isDefined(machine: Machine): Value {
    const merging = this.merging(machine);
    const defined = merging.isDefined(machine);
    return defined === null ? makeUnknown(merging.outline(machine).doubt ?? { kind: "syntax" }) : makeBool(defined);
  }
}
