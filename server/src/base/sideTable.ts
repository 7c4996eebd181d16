/**
 * Tables by object whose entries stand in the objects themselves, so that an entry goes exactly when its object does.
 * A weak map does not do that while only young objects are collected: what it holds is alive then, ends up among the
 * old ones, and so does the object where the entry leads back to it. With nodes and what is worked out of them, each edit
 * left its whole share behind until the next full collection.
 */

export interface SideTable<K extends object, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/** A new table, empty. Entries cannot be removed. */
export function sideTable<K extends object, V>(): SideTable<K, V> {
  // Private names are one for each evaluation of a class: this one names the new table.
  class Entry extends Given {
    #value: V | undefined;

    static get(key: K): V | undefined {
      return #value in key ? key.#value : undefined;
    }

    static set(key: K, value: V): void {
      const entry = #value in key ? key : (new Entry(key) as K & Entry);
      entry.#value = value;
    }
  }
  return Entry;
}

/** Whose constructor gives the object that it is given, so that the fields of a derived class are put on that. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: putting private fields on an object goes through this alone
    return object;
  }
}
