/**
 * Tables of attributes that are made one by one when asked for: `config` and `options` of a host have thousands, of
 * which a module reads a few. Invariant: the same name gives the same `Attr`, as long as what it is made of is the same.
 */
import type { Attr } from "../../eval/core/value.ts";

export interface AttrSource {
  /** All names. */
  names(): Iterable<string>;
  /** The attribute, or `null` when there is none of that name. */
  make(name: string): Attr | null;
  /** What the attribute of a name was made of (`null`: all names), where that may become another; else always the same. */
  basis?(name: string | null): unknown;
}

export class LazyAttrs implements ReadonlyMap<string, Attr> {
  readonly #source: AttrSource;
  readonly #made = new Map<string, { readonly attr: Attr | null; readonly basis: unknown }>();
  #all: { readonly attrs: ReadonlyMap<string, Attr>; readonly basis: unknown } | null = null;

  constructor(source: AttrSource) {
    this.#source = source;
  }

  get(name: string): Attr | undefined {
    const basis = this.#source.basis?.(name);
    let made = this.#made.get(name);
    if (made === undefined || made.basis !== basis) {
      made = { attr: this.#source.make(name), basis };
      this.#made.set(name, made);
    }
    return made.attr ?? undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.all().size;
  }

  forEach(visit: (attr: Attr, name: string, map: ReadonlyMap<string, Attr>) => void): void {
    for (const [name, attr] of this.all()) visit(attr, name, this);
  }

  entries(): MapIterator<[string, Attr]> {
    return this.all().entries();
  }

  keys(): MapIterator<string> {
    return this.all().keys();
  }

  values(): MapIterator<Attr> {
    return this.all().values();
  }

  [Symbol.iterator](): MapIterator<[string, Attr]> {
    return this.entries();
  }

  /** All of it as a plain table: the same as long as there is nothing else in it. */
  all(): ReadonlyMap<string, Attr> {
    const basis = this.#source.basis?.(null);
    if (this.#all !== null && this.#all.basis === basis) return this.#all.attrs;
    const attrs = new Map<string, Attr>();
    for (const name of this.#source.names()) {
      const attr = this.get(name);
      if (attr !== undefined) attrs.set(name, attr);
    }
    this.#all = { attrs, basis };
    return attrs;
  }
}
