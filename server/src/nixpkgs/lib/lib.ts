/**
 * nixpkgs' `lib`, written in TypeScript. It is used where no nixpkgs is on disk. Invariant: `lib` and its rooms are open
 * sets, because a real one of some version may have more names than are written here: what is not written is unknown,
 * never missing.
 */
import { lazy, makeAttrs, makeUnknown, ready } from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Attr, Origin, Thunk, UnknownValue, Value } from "../../eval/core/value.ts";
import { ROOMS } from "./allRooms.ts";
import { update } from "./support/callables.ts";
import { call } from "./support/calls.ts";
import { builtin, type Room, TOP_BUILTINS } from "./support/rooms.ts";

export interface LibOptions {
  /** Rooms that other layers add: the module system's `types`, `options` and `modules`. */
  readonly rooms?: readonly Room[];
  /** Single values: `maintainers`, `nixosSystem`. */
  readonly values?: ReadonlyMap<string, Thunk>;
}

/** Makes a `lib`. */
export function makeLib(options: LibOptions = {}): Thunk {
  const rooms = [...ROOMS, ...(options.rooms ?? [])];
  const top = new Map<string, Thunk>();
  for (const name of TOP_BUILTINS) top.set(name, builtin(name));
  for (const room of rooms) {
    for (const [name, value] of valuesOf(room)) {
      if (!isHidden(room, name) && !top.has(name)) top.set(name, value);
    }
  }
  const nested = nest(rooms);
  for (const [name, room] of nested.rooms) top.set(name, ready(roomValue(name, room)));
  for (const [name, value] of options.values ?? []) top.set(name, value);
  const self: Thunk = lazy(() => openSet("lib", top.set("extend", ready(extender(self)))));
  return self;
}

function isHidden(room: Room, name: string): boolean {
  return room.hidden === "all" || room.hidden.includes(name);
}

function* valuesOf(room: Room): Generator<readonly [string, Thunk]> {
  for (const name of room.builtins ?? []) yield [name, builtin(name)];
  for (const [name, entry] of room.entries) yield [name, entry.value];
}

interface Nested {
  readonly values: Map<string, Thunk>;
  readonly rooms: Map<string, Nested>;
}

/** The rooms by name; `network.ipv6` is a room in a room. */
function nest(rooms: readonly Room[]): Nested {
  const root: Nested = { values: new Map(), rooms: new Map() };
  for (const room of rooms) {
    let place = root;
    for (const name of room.name.split(".")) {
      const next = place.rooms.get(name) ?? { values: new Map(), rooms: new Map() };
      place.rooms.set(name, next);
      place = next;
    }
    for (const [name, value] of valuesOf(room)) place.values.set(name, value);
  }
  return root;
}

function roomValue(path: string, { values, rooms }: Nested): Value {
  const all = new Map(values);
  for (const [name, room] of rooms) all.set(name, ready(roomValue(`${path}.${name}`, room)));
  return openSet(`lib.${path}`, all);
}

function openSet(what: string, values: ReadonlyMap<string, Thunk>): Value {
  const attrs = new Map<string, Attr>();
  for (const [name, value] of values) attrs.set(name, { value, origin: null });
  return makeAttrs(attrs, null, notModelled(what));
}

function notModelled(what: string): UnknownValue {
  return makeUnknown({ kind: "notModelled", what: `a name of ${what}`, memberOf: what });
}

/** `lib.extend`: `lib` changed by an overlay, and that again to be extended. */
function extender(base: Thunk): Value {
  return native("extend", 1, (_machine, [overlay], at) => extended(base, overlay, at).force(_machine));
}

function extended(base: Thunk, overlay: Thunk, at: Origin): Thunk {
  const self: Thunk = lazy((machine) => {
    const changed = update(base.force(machine), call(machine, overlay, at, self, base), at);
    const extend = new Map([["extend", { value: ready(extender(self)), origin: null }]]);
    return update(changed, makeAttrs(extend), at);
  });
  return self;
}
