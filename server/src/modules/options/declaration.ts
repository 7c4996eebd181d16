/** Joins what several modules declare about one option to one declaration. */
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown } from "../../eval/core/make.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { type ModuleError, moduleFailure } from "../definitions/moduleError.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import type { Loc } from "../model/location.ts";
import { unspecified } from "../types/atoms.ts";
import type { OptionType } from "../types/optionType.ts";
import { asStandIn } from "../types/standIn.ts";
import { PARTLY_KNOWN } from "../types/submodule.ts";
import { readType } from "../types/typeValue.ts";
import { UnknownType } from "../types/unknownType.ts";

/** One module's `options.a.b`, forced. */
export interface Declaring {
  readonly module: ModuleInfo;
  readonly value: Value;
  /** The binding that declares it. */
  readonly origin: Origin;
}

export interface OptionDeclaration {
  readonly loc: Loc;
  readonly declared: readonly (Declaring & { readonly value: AttrsValue })[];
  /** `mkOption`'s arguments by name, the first declaration's before the others'. */
  readonly fields: ReadonlyMap<string, Attr>;
  /** Whose `default` it is. */
  readonly defaultModule: ModuleInfo;
  /** Whether modules that are not at hand declare it too, or define parts of it. */
  readonly isShared: boolean;
  /** The type of all declarations together. Throws where they do not go together. */
  type(machine: Machine): OptionType;
}

const ONCE = ["default", "example", "description", "apply"];

/**
 * Puts declarations together; throws where two of them say the same thing. `isExtension`: they add to one that is not
 * at hand.
 */
export function declareOption(
  loc: Loc,
  declared: readonly (Declaring & { readonly value: AttrsValue })[],
  isExtension = false,
): OptionDeclaration {
  const [first] = declared;
  const { fields, defaultModule } =
    declared.length === 1 && first !== undefined
      ? { fields: first.value.attrs, defaultModule: first.module }
      : combine(loc, declared);
  let type: OptionType | null = null;
  return {
    loc,
    declared,
    fields,
    defaultModule,
    isShared: isExtension || declared.some(({ module }) => module.source === "nixos"),
    type(machine) {
      type ??= typeOf(machine, loc, declared, isExtension);
      return type;
    },
  };
}

function combine(
  loc: Loc,
  declared: OptionDeclaration["declared"],
): Pick<OptionDeclaration, "fields" | "defaultModule"> {
  const fields = new Map<string, Attr>();
  let defaultModule = declared[0]?.module ?? UNWRITTEN;
  for (const next of declared) {
    if (ONCE.some((name) => fields.has(name) && next.value.attrs.has(name))) throw declaredTwice(loc, declared, next);
    if (next.value.attrs.has("default")) defaultModule = next.module;
    for (const [name, attr] of next.value.attrs) if (!fields.has(name)) fields.set(name, attr);
  }
  return { fields, defaultModule };
}

const UNWRITTEN: ModuleInfo = {
  key: "",
  uri: null,
  label: "<unknown-file>",
  source: "native",
  unreadable: null,
  importedAt: null,
  importedBy: null,
};

function typeOf(machine: Machine, loc: Loc, declared: OptionDeclaration["declared"], isExtension: boolean): OptionType {
  let merged: OptionType | null = null;
  for (const one of declared) {
    const attr = one.value.attrs.get("type");
    if (attr === undefined) continue;
    const written = readType(machine, attr.value);
    const type = one.module.source === "nixos" ? asStandIn(written) : written;
    if (merged === null) merged = type;
    else {
      const both: OptionType | null = merged.mergeWith(machine, type);
      if (both === null) throw declaredTwice(loc, declared, one);
      merged = both;
    }
  }
  return isExtension ? extended(merged) : (merged ?? unspecified);
}

/** The type of an option that was declared elsewhere as well. */
function extended(type: OptionType | null): OptionType {
  if (type === null) return new UnknownType(makeUnknown({ kind: "notModelled", what: "a type that NixOS declares" }));
  const modules = type.subModules();
  return modules === null ? type : type.withSubModules([...modules, PARTLY_KNOWN]);
}

function declaredTwice(loc: Loc, declared: readonly Declaring[], again: Declaring): ModuleError {
  const files = declared.slice(0, declared.indexOf(again) as number).map((one) => `\`${one.module.label}'`);
  const message = `The option \`${loc.show()}' in \`${again.module.label}' is already declared in ${files.join(" and ")}.`;
  return moduleFailure(message, { path: loc.path, origin: again.origin, module: again.module });
}

/** A flag of an option: `readOnly`, `internal`. */
export function flagOf(machine: Machine, declaration: OptionDeclaration, name: string): boolean {
  const value = declaration.fields.get(name)?.value.force(machine);
  return value?.type === "bool" && value.value;
}

/** The default as a definition's value, or `null`. */
export function defaultOf(declaration: OptionDeclaration): { readonly value: Thunk; readonly origin: Origin } | null {
  return declaration.fields.get("default") ?? null;
}
