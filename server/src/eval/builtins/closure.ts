/** `builtins.genericClosure`: a breadth-first walk that visits each key once. */
import { lessThan } from "../core/compare.ts";
import { expectAttrs, expectKnown, expectKnownValue, expectList, type Known } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { makeList, ready } from "../core/make.ts";
import { selectAttr } from "../core/select.ts";
import type { Origin, Thunk, Value } from "../core/value.ts";

export function genericClosure(machine: Machine, argument: Thunk, at: Origin): Value {
  const set = expectAttrs(machine, argument, at);
  const start = expectList(machine, ready(selectAttr(machine, set, "startSet", at)), at);
  if (start.items.length === 0) return makeList([], at);
  const operator = expectKnownValue(selectAttr(machine, set, "operator", at));
  const queue: Thunk[] = [...start.items];
  const seen = new KeySet(machine, at);
  const result: Thunk[] = [];
  for (let next = 0; next < queue.length; next++) {
    machine.step();
    const item = queue[next];
    if (item === undefined) continue;
    const element = expectAttrs(machine, item, at);
    if (!seen.add(expectKnownValue(selectAttr(machine, element, "key", at)))) continue;
    result.push(item);
    const more = expectList(machine, ready(machine.apply(operator, item, at)), at);
    for (const found of more.items) {
      expectKnown(machine, found);
      queue.push(found);
    }
  }
  return makeList(result, at);
}

/** The keys seen: by hash while all are strings or all are integers, by comparison otherwise, errors included. */
class KeySet {
  readonly #machine: Machine;
  readonly #at: Origin;
  readonly #hashed = new Map<string | bigint, Known>();
  readonly #sorted: Known[] = [];
  #type: Value["type"] | null = null;

  constructor(machine: Machine, at: Origin) {
    this.#machine = machine;
    this.#at = at;
  }

  /** False when the key was there before. */
  add(key: Known): boolean {
    if ((key.type === "string" || key.type === "int") && (this.#type ?? key.type) === key.type) {
      this.#type = key.type;
      if (this.#hashed.has(key.value)) return false;
      this.#hashed.set(key.value, key);
      return true;
    }
    // From now on nothing is hashed: no key has this type.
    this.#type = "unknown";
    for (const earlier of this.#hashed.values()) this.#insert(earlier);
    this.#hashed.clear();
    return this.#insert(key);
  }

  #insert(key: Known): boolean {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#sorted[middle];
      if (other === undefined) break;
      this.#machine.step();
      if (lessThan(this.#machine, other, key, this.#at)) low = middle + 1;
      else if (lessThan(this.#machine, key, other, this.#at)) high = middle;
      else return false;
    }
    this.#sorted.splice(low, 0, key);
    return true;
  }
}
