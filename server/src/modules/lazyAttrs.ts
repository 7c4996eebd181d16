/**
 * Tables of attributes that are made one by one when asked for: `config` and `options` of a host have thousands, of
 * which a module reads a few. Invariant: the same name always gives the same `Attr`.
 */
import type { Attr } from "../eval/value.ts";

export interface AttrSource {
  /** All names. */
  names(): Iterable<string>;
  /** The attribute, or `null` when there is none of that name. */
  make(name: string): Attr | null;
}

export class LazyAttrs implements ReadonlyMap<string, Attr> {
  readonly #source: AttrSource;
  readonly #made = new Map<string, Attr | null>();
  #all: ReadonlyMap<string, Attr> | null = null;

  constructor(source: AttrSource) {
    this.#source = source;
  }

  get(name: string): Attr | undefined {
    let attr = this.#made.get(name);
    if (attr === undefined) {
      attr = this.#source.make(name);
      this.#made.set(name, attr);
    }
    return attr ?? undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.#every().size;
  }

  forEach(visit: (attr: Attr, name: string, map: ReadonlyMap<string, Attr>) => void): void {
    for (const [name, attr] of this.#every()) visit(attr, name, this);
  }

  entries(): MapIterator<[string, Attr]> {
    return this.#every().entries();
  }

  keys(): MapIterator<string> {
    return this.#every().keys();
  }

  values(): MapIterator<Attr> {
    return this.#every().values();
  }

  [Symbol.iterator](): MapIterator<[string, Attr]> {
    return this.entries();
  }

  #every(): ReadonlyMap<string, Attr> {
    if (this.#all !== null) return this.#all;
    const all = new Map<string, Attr>();
    for (const name of this.#source.names()) {
      const attr = this.get(name);
      if (attr !== undefined) all.set(name, attr);
    }
    this.#all = all;
    return all;
  }
}
