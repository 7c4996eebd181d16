/** A location in the module system: the option's path, and what is inside its value. Shown as NixOS shows it. */
import { formatName } from "../../syntax/tree/attrName.ts";
import type { OptionPath } from "./view.ts";

/** The m-th element of the n-th definition of a list, both from 1 as NixOS counts them. */
export interface ListEntry {
  readonly definition: number;
  readonly entry: number;
}

export class Loc {
  /** How many names there are. */
  readonly length: number;
  /** How many of them are the path of the innermost option. */
  readonly depth: number;
  /** A place shares the names above it, or each level of a path would hold them all again. */
  readonly #above: Loc | null;
  readonly #own: readonly (string | ListEntry)[];

  constructor(names: readonly (string | ListEntry)[], depth: number, above: Loc | null = null) {
    this.length = (above?.length ?? 0) + names.length;
    this.depth = depth;
    this.#above = above;
    this.#own = names;
  }

  /** Deeper inside the value of the same option. */
  inside(name: string | ListEntry): Loc {
    return new Loc([name], this.depth, this);
  }

  /** An option below: of a submodule, or of the root. */
  option(name: string): Loc {
    return new Loc([name], this.length + 1, this);
  }

  /** All names from the root on, put together. */
  get names(): readonly (string | ListEntry)[] {
    if (this.#above === null) return this.#own;
    const parts: (readonly (string | ListEntry)[])[] = [];
    for (let loc: Loc | null = this; loc !== null; loc = loc.#above) parts.push(loc.#own);
    return parts.reverse().flat();
  }

  /** The path of the option; list elements on the way are `*`. */
  get path(): OptionPath {
    return this.names.slice(0, this.depth).map((name) => (typeof name === "string" ? name : "*"));
  }

  /** What is inside the option's value: names and list positions from 0. */
  get part(): readonly (string | number)[] {
    return this.names.slice(this.depth).map((name) => (typeof name === "string" ? name : name.entry - 1));
  }

  /** The names as Nix code sees them in `loc`. */
  get strings(): readonly string[] {
    return this.names.map(nameText);
  }

  show(): string {
    return showOption(this.strings);
  }
}

export const ROOT = new Loc([], 0);

function nameText(name: string | ListEntry): string {
  return typeof name === "string" ? name : `[definition ${name.definition}-entry ${name.entry}]`;
}

/** `lib.showOption`: placeholders stay bare. */
export function showOption(path: readonly string[]): string {
  return path.map((name) => (name === "*" || /^<[\s\S]*>$/.test(name) ? name : formatName(name))).join(".");
}
