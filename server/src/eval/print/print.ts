/** Values as `nix-instantiate --eval` prints them. */
import { uriPath } from "../../base/uri.ts";
import { isPlainName, quoteString } from "../../syntax/tree/attrName.ts";
import type { Machine } from "../core/machine.ts";
import { sortedAttrs } from "../core/names.ts";
import { formatGeneral } from "../core/number.ts";
import type { Thunk, Value } from "../core/value.ts";

/**
 * What has been forced so far is printed, what has not is `<CODE>`: for `--strict` force it deeply before
 * (`evaluate(machine, thunk, { strict: true })`). Lists and sets met a second time are `«repeated»`.
 */
export function printValue(machine: Machine, value: Value): string {
  const pieces: string[] = [];
  // Nix keeps up to two elements in the list value itself, and the value printed is a copy: it is not met again.
  const copied = value.type === "list" && value.items.length <= 2 ? { ...value } : value;
  write(machine, copied, pieces, new Set());
  return pieces.join("");
}

function write(machine: Machine, value: Value, pieces: string[], seen: Set<Value>): void {
  switch (value.type) {
    case "list":
      if (isRepeated(value, seen, value.items.length)) pieces.push("«repeated»");
      else {
        machine.deeper(() => {
          pieces.push("[ ");
          for (const item of value.items) {
            writeThunk(machine, item, pieces, seen);
            pieces.push(" ");
          }
          pieces.push("]");
        });
      }
      return;
    case "attrs":
      if (isRepeated(value, seen, value.attrs.size)) pieces.push("«repeated»");
      else {
        machine.deeper(() => {
          pieces.push("{ ");
          for (const [name, attr] of sortedAttrs(value)) {
            pieces.push(`${printName(name)} = `);
            writeThunk(machine, attr.value, pieces, seen);
            pieces.push("; ");
          }
          if (value.rest !== null) pieces.push("... ");
          pieces.push("}");
        });
      }
      return;
    default:
      pieces.push(printScalar(value));
  }
}

function isRepeated(value: Value, seen: Set<Value>, size: number): boolean {
  if (size === 0) return false;
  if (seen.has(value)) return true;
  seen.add(value);
  return false;
}

function writeThunk(machine: Machine, thunk: Thunk, pieces: string[], seen: Set<Value>): void {
  const value = thunk.peek();
  if (value === null) pieces.push("<CODE>");
  else write(machine, value, pieces, seen);
}

/** Anything that has nothing inside. */
export function printScalar(value: Exclude<Value, { type: "list" | "attrs" }>): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
      return String(value.value);
    case "int":
      return String(value.value);
    case "float":
      return formatGeneral(value.value);
    case "string":
      return quoteString(value.value);
    case "path":
      return uriPath(value.uri);
    case "function":
      if (value.primitive === null) return "<LAMBDA>";
      return value.primitive === "whole" ? "<PRIMOP>" : "<PRIMOP-APP>";
    case "unknown":
      return "<UNKNOWN>";
  }
}

/** An attribute name, in quotes where it must be; there Nix escapes a lone `$` too. */
export function printName(name: string): string {
  if (isPlainName(name)) return name;
  return quoteString(name).replace(/\$(?!\{)/g, () => "\\$");
}
