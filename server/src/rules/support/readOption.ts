/** Reading options of a host as plain data; `null` where it is unknown, wrong, or not there. */

import type { Thunk, Value } from "../../eval/core/value.ts";
import { type Definition, type HostEvaluation, OPTION_DEFAULT_PRIORITY, type OptionPath } from "../../modules/api.ts";

export function readBool(host: HostEvaluation, path: OptionPath): boolean | null {
  const value = knownValue(host, path);
  return value?.type === "bool" ? value.value : null;
}

export function readText(host: HostEvaluation, path: OptionPath): string | null {
  return textOf(knownValue(host, path));
}

/** A port: an integer, or digits in a string. */
export function readPort(host: HostEvaluation, path: OptionPath): number | null {
  const value = knownValue(host, path);
  return value === null ? null : portOf(value);
}

/** The ports of an option that holds one or a list of them, each with its element; of a list, those that are known. */
export function readPorts(
  host: HostEvaluation,
  path: OptionPath,
): readonly { readonly port: number; readonly element: Value | null }[] {
  const value = knownValue(host, path);
  if (value?.type !== "list") {
    const port = value === null ? null : portOf(value);
    return port === null ? [] : [{ port, element: null }];
  }
  return value.items.flatMap((item) => {
    const element = read(host, item);
    const port = element === null ? null : portOf(element);
    return port === null ? [] : [{ port, element }];
  });
}

/** True when nothing on the host says anything about the option, so that its default holds. */
export function isUndefined(host: HostEvaluation, path: OptionPath): boolean {
  return host
    .definitions(path)
    .every(({ status, priority }) => status === "inactive" || priority === OPTION_DEFAULT_PRIORITY);
}

/** True when something certainly defines the option. */
export function isDefined(host: HostEvaluation, path: OptionPath): boolean {
  return host.definitions(path).some(({ status }) => status === "active");
}

/** The definition that gives an option's value, when it is more than the option's default. */
export function explicitDefinition(host: HostEvaluation, path: OptionPath): Definition | null {
  return (
    host
      .definitions(path)
      .find(({ status, priority }) => status === "active" && priority !== OPTION_DEFAULT_PRIORITY) ?? null
  );
}

export type KnownValue = Exclude<Value, { readonly type: "unknown" }>;

/** The value of an option. */
export function knownValue(host: HostEvaluation, path: OptionPath): KnownValue | null {
  const outcome = host.value(path);
  return outcome.kind === "known" ? outcome.value : null;
}

/** What hangs below a value. */
export function read(host: HostEvaluation, thunk: Thunk): KnownValue | null {
  const outcome = host.read(thunk);
  return outcome.kind === "known" ? outcome.value : null;
}

/** An attribute of a value. */
export function attributeOf(host: HostEvaluation, value: KnownValue | null, name: string): KnownValue | null {
  const attr = value?.type === "attrs" ? value.attrs.get(name) : undefined;
  return attr === undefined ? null : read(host, attr.value);
}

/** `null` where one of them is. */
export function allOf<T>(values: readonly (T | null)[] | null): readonly T[] | null {
  return values?.every((value) => value !== null) === true ? values : null;
}

export function integerOf(value: KnownValue | null): number | null {
  return value?.type === "int" ? Number(value.value) : null;
}

export function textOf(value: KnownValue | null): string | null {
  return value?.type === "string" ? value.value : null;
}

function portOf(value: Value): number | null {
  if (value.type === "string") return /^\d{1,5}$/.test(value.value) ? inRange(Number(value.value)) : null;
  return value.type === "int" ? inRange(Number(value.value)) : null;
}

function inRange(port: number): number | null {
  return port > 0 && port < 65536 ? port : null;
}
