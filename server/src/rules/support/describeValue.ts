/** Values in the words of a message. */
import type { Value } from "../../eval/core/value.ts";
import { quoteString } from "../../syntax/tree/attrName.ts";

const longestText = 40;

/** A value as the object of "takes X, not …": `the string "2379"`, `the integer 5`, `a list`. */
export function describeValue(value: Value): string {
  switch (value.type) {
    case "null":
      return "null";
    case "bool":
      return `the boolean ${value.value}`;
    case "int":
      return `the integer ${value.value}`;
    case "float":
      return `the float ${value.value}`;
    case "string":
      return `the string ${shorten(quoteString(value.value))}`;
    case "path":
      return "a path";
    case "list":
      return "a list";
    case "attrs":
      return "a set";
    case "function":
      return "a function";
    case "unknown":
      return "an unknown value";
  }
}

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 2)}…"`;
}
