/**
 * Documentation of `lib` for completion and hover: every documented name, by its path below `lib`
 * (`strings.hasPrefix`).
 */
import { ROOMS } from "./allRooms.ts";
import { builtinDocs } from "./builtinDocs.ts";
import type { Room } from "./support/rooms.ts";
import { TOP_BUILTINS } from "./support/rooms.ts";
import type { LibDoc } from "./support/table.ts";

/** The documentation of rooms, under their own names and, where a name also stands in `lib` itself, there. */
export function docsOf(rooms: readonly Room[]): ReadonlyMap<string, LibDoc> {
  const docs = new Map<string, LibDoc>();
  const add = (path: string, doc: LibDoc | undefined) => {
    if (doc !== undefined && !docs.has(path)) docs.set(path, { signature: doc.signature, summary: doc.summary });
  };
  for (const room of rooms) {
    const all = new Map<string, LibDoc | undefined>([
      ...(room.builtins ?? []).map((name) => [name, builtinDocs.get(name)] as const),
      ...room.entries,
    ]);
    for (const [name, doc] of all) {
      add(`${room.name}.${name}`, doc);
      if (room.hidden !== "all" && !room.hidden.includes(name)) add(name, doc);
    }
  }
  return docs;
}

let made: ReadonlyMap<string, LibDoc> | null = null;

/** Of all that the evaluator's own `lib` has; made when it is first asked for. */
export function libDocs(): ReadonlyMap<string, LibDoc> {
  made ??= new Map([...builtinsInLib(), ...docsOf(ROOMS)]);
  return made;
}

function builtinsInLib(): (readonly [string, LibDoc])[] {
  return TOP_BUILTINS.flatMap((name) => {
    const doc = builtinDocs.get(name);
    return doc === undefined ? [] : [[name, doc] as const];
  });
}
