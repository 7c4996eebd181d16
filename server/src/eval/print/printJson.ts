/** Values as JSON, as `builtins.toJSON` and `nix-instantiate --json` write it. Unknown parts end it with `UnknownSignal`. */
import { coerceToString } from "../core/coerce.ts";
import { checkLength, mergeContext } from "../core/contextStrings.ts";
import { NixError } from "../core/errors.ts";
import { describeType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { sortedAttrs } from "../core/names.ts";
import { formatShortest } from "../core/number.ts";
import { UnknownSignal } from "../core/signal.ts";
import { hasLone } from "../core/text.ts";
import type { AttrsValue, Origin, Value } from "../core/value.ts";

/** Forces all of the value. */
export function printJson(
  machine: Machine,
  value: Value,
  at: Origin,
): { readonly text: string; readonly context: readonly string[] } {
  const writer = new JsonWriter(machine, at);
  writer.write(value);
  return { text: writer.pieces.join(""), context: writer.context };
}

class JsonWriter {
  readonly pieces: string[] = [];
  context: readonly string[] = [];
  readonly #machine: Machine;
  readonly #at: Origin;
  #size = 0;

  constructor(machine: Machine, at: Origin) {
    this.#machine = machine;
    this.#at = at;
  }

  write(value: Value): void {
    switch (value.type) {
      case "null":
        this.#put("null");
        return;
      case "bool":
        this.#put(String(value.value));
        return;
      case "int":
        this.#put(String(value.value));
        return;
      case "float":
        this.#put(Number.isFinite(value.value) ? formatShortest(value.value) : "null");
        return;
      case "string":
        this.context = mergeContext(this.context, value.context);
        this.#quoted(value.value);
        return;
      case "path":
        this.write(coerceToString(this.#machine, value, "interpolation", this.#at));
        return;
      case "list":
        this.#machine.deeper(() => {
          this.#separated("[", value.items, (item) => this.write(item.force(this.#machine)), "]");
        });
        return;
      case "attrs":
        this.#machine.deeper(() => this.#attrs(value));
        return;
      case "unknown":
        throw new UnknownSignal(value);
      case "function":
        throw new NixError("type", `cannot convert ${describeType(value)} to JSON`, this.#at ?? value.origin);
    }
  }

  /** A set that stands for a string is that string; one with `outPath` is what that is. */
  #attrs(set: AttrsValue): void {
    if (set.attrs.has("__toString")) {
      this.write(coerceToString(this.#machine, set, "interpolation", this.#at));
      return;
    }
    if (set.rest !== null) throw new UnknownSignal(set.rest);
    const outPath = set.attrs.get("outPath");
    if (outPath !== undefined) {
      this.write(outPath.value.force(this.#machine));
      return;
    }
    const write = ([name, attr]: ReturnType<typeof sortedAttrs>[number]) => {
      this.#quoted(name);
      this.#put(":");
      this.write(attr.value.force(this.#machine));
    };
    this.#separated("{", sortedAttrs(set), write, "}");
  }

  #separated<T>(open: string, items: readonly T[], write: (item: T) => void, close: string): void {
    this.#put(open);
    items.forEach((item, index) => {
      this.#machine.step();
      if (index > 0) this.#put(",");
      write(item);
    });
    this.#put(close);
  }

  #quoted(text: string): void {
    if (hasLone(text))
      throw new NixError("evaluation", "text that is no valid UTF-8 cannot be written as JSON", this.#at);
    this.#put(quoteJson(text));
  }

  #put(text: string): void {
    this.#size += text.length;
    checkLength(this.#machine, this.#size, this.#at);
    this.pieces.push(text);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

export function quoteJson(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped.
  const escaped = text.replace(/["\\\0-\x1f]/g, (char) => {
    return ESCAPES.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
