/** Values as short Nix text for people: one line, bounded, never forcing what is not needed for the text. */
import { uriPath } from "../../base/uri.ts";
import { attempt } from "../core/evaluate.ts";
import type { Machine } from "../core/machine.ts";
import { sortedAttrs } from "../core/names.ts";
import type { Thunk, UnknownReason, Value } from "../core/value.ts";
import { printName, printScalar } from "./print.ts";

const MOST_INSIDE = 4;

/**
 * At most about `limit` characters; what does not fit is `…`, and so is what fails or cannot be known inside. An
 * unknown value itself is `null`: then say why with `describeUnknown`.
 */
export function renderValue(machine: Machine, value: Value, limit = 200): string | null {
  if (value.type === "unknown") return null;
  const writer = new Renderer(machine, limit);
  writer.write(value, 0);
  return writer.text;
}

class Renderer {
  text = "";
  readonly #machine: Machine;
  readonly #limit: number;

  constructor(machine: Machine, limit: number) {
    this.#machine = machine;
    this.#limit = limit;
  }

  write(value: Value, depth: number): void {
    switch (value.type) {
      case "list":
        this.#inside("[", value.items, (item) => this.#thunk(item, depth + 1), "]", depth);
        return;
      case "attrs":
        this.#inside(
          "{",
          [...sortedAttrs(value), ...(value.rest === null ? [] : [null])],
          (entry) => {
            if (entry === null) this.#put("…");
            else {
              this.#put(`${printName(entry[0])} = `);
              this.#thunk(entry[1].value, depth + 1);
              this.#put(";");
            }
          },
          "}",
          depth,
        );
        return;
      case "string":
        this.#put(printScalar(value.value.length > this.#limit ? { ...value, value: this.#cut(value.value) } : value));
        return;
      case "path":
        this.#put(uriPath(value.uri));
        return;
      case "function":
        this.#put("«function»");
        return;
      case "unknown":
        this.#put("…");
        return;
      default:
        this.#put(printScalar(value));
        return;
    }
  }

  #inside<T>(open: string, items: readonly T[], write: (item: T) => void, close: string, depth: number): void {
    if (items.length === 0) {
      this.#put(`${open} ${close}`);
      return;
    }
    if (depth >= MOST_INSIDE) {
      this.#put(`${open} … ${close}`);
      return;
    }
    this.#put(`${open} `);
    for (const item of items) {
      if (this.text.length >= this.#limit) {
        this.#put("… ");
        break;
      }
      write(item);
      this.#put(" ");
    }
    this.#put(close);
  }

  #thunk(thunk: Thunk, depth: number): void {
    const outcome = attempt(this.#machine, () => thunk.force(this.#machine));
    if (outcome.kind === "value") this.write(outcome.value, depth);
    else this.#put("…");
  }

  #cut(text: string): string {
    return `${text.slice(0, this.#limit)}…`;
  }

  #put(text: string): void {
    this.text += text;
  }
}

/** Why a value is unknown, in words that end a sentence: "… is unknown: …". */
export function describeUnknown(reason: UnknownReason): string {
  switch (reason.kind) {
    case "pkgs":
      return `it depends on ${["pkgs", ...reason.path].join(".")}`;
    case "input":
      return `it depends on ${ofInput(reason.path)}the flake input ${reason.name}, which is not on disk`;
    case "notLoaded":
      return `${uriPath(reason.uri)} is not read yet`;
    case "unreadable":
      return `${uriPath(reason.uri)} cannot be read: ${reason.reason}`;
    case "refused":
      return `${uriPath(reason.uri)} may not be read: ${reason.reason}`;
    case "syntax":
      return "the text is not complete";
    case "tooDeep":
      return "the evaluation nests too deeply";
    case "outOfFuel":
      return "the evaluation takes too long";
    case "cancelled":
      return "the evaluation was stopped";
    case "tooLarge":
      return "the value is too large";
    case "impure":
      return `it depends on the machine (${reason.what})`;
    case "notModelled":
      return `${reason.what} is not modelled here`;
  }
}

function ofInput(path: readonly string[]): string {
  return path.length === 0 ? "" : `${path.join(".")} of `;
}
